/** What the runner and a function's worker say to each other. */
export interface WorkerData {
  readonly folder: string;
  /** As in the template, `index.handler`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

export interface Invoke {
  readonly id: string;
  readonly event: unknown;
  /** Epoch milliseconds at which the invocation is ended. */
  readonly deadline: number;
}

/** A function's own failure, in Lambda's words. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** "Lambda, Invoke": the error of a function that has no concurrency left. */
export const throttled: FunctionError = { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' };

export type Outcome = { readonly result: unknown; readonly error?: undefined } | { readonly error: FunctionError };

export type FromWorker = { readonly ready: true } | ({ readonly id: string } & Outcome);
