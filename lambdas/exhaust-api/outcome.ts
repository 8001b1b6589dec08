/** Response code → HTTP status, as the dataset service has it. */
export const httpStatuses = { OK: 200, CLIENT_ERROR: 400, FORBIDDEN: 403, SERVER_ERROR: 500 } as const;

export type ResponseCode = keyof typeof httpStatuses;

/** Why a call has no result. `OK` is a failure too: a job that isn't there is answered with HTTP 200. */
export interface Failure {
  readonly code: ResponseCode;
  readonly text: string;
}

/** What a call comes to. */
export type Outcome = { readonly result: object } | { readonly failure: Failure };

export const fail = (code: ResponseCode, text: string): { readonly failure: Failure } => ({ failure: { code, text } });
export const clientError = (text: string) => fail('CLIENT_ERROR', text);
