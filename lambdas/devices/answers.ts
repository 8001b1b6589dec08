/** An HTTP answer in the shape of Sunbird's analytics service. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Calls → the `id` of their answers, which are upstream's. */
const answerIds = { register: 'analytics.device-register', profile: 'analytics.device-profile' } as const;

const ver = '1.0';

export type Call = keyof typeof answerIds;

/** What an envelope holds besides its outcome. */
export interface Stamp {
  /** Epoch milliseconds. */
  readonly now: number;
  /** A UUID. */
  readonly resmsgid: string;
}

const refusals = {
  body: { status: 400, code: 'CLIENT_ERROR' },
  id: { status: 400, code: 'CLIENT_ERROR' },
  size: { status: 413, code: 'CLIENT_ERROR' },
  encoding: { status: 415, code: 'CLIENT_ERROR' },
  unavailable: { status: 503, code: 'SERVER_ERROR' },
} as const;

export type RefusalKind = keyof typeof refusals;

/** Upstream has `client_key` in every answer, and never a value in it. */
export function done(call: Call, { now, resmsgid }: Stamp, result: object): Answer {
  const params = { resmsgid, status: 'successful', client_key: null };
  return answer(200, { id: answerIds[call], ver, ts: timestamp(now), params, responseCode: 'OK', result });
}

export function refused(call: Call, { now, resmsgid }: Stamp, kind: RefusalKind, errmsg: string): Answer {
  const { status, code } = refusals[kind];
  const params = { resmsgid, err: code, status: 'failed', errmsg, client_key: null };
  const retry: Record<string, string> = status === 503 ? { 'retry-after': '5' } : {};
  const body = { id: answerIds[call], ver, ts: timestamp(now), params, responseCode: code, result: null };
  return answer(status, body, retry);
}

function timestamp(now: number): string {
  return new Date(now).toISOString().replace('Z', '+00:00');
}

function answer(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    // What is answered depends on the caller's address.
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
