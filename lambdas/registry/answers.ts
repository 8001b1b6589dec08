import type { RecordFault } from './kind.js';

/** An HTTP answer in the shape that Sunbird's services know. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const refusals = {
  record: { status: 400, code: 'CLIENT_ERROR', err: 'INVALID_RECORD' },
  id: { status: 400, code: 'CLIENT_ERROR', err: 'INVALID_ID' },
  channel: { status: 403, code: 'CLIENT_ERROR', err: 'CHANNEL' },
  kind: { status: 404, code: 'RESOURCE_NOT_FOUND', err: 'UNKNOWN_KIND' },
  none: { status: 404, code: 'RESOURCE_NOT_FOUND', err: 'NOT_FOUND' },
  erased: { status: 409, code: 'CLIENT_ERROR', err: 'ERASED' },
  size: { status: 413, code: 'CLIENT_ERROR', err: 'TOO_LARGE' },
  encoding: { status: 415, code: 'CLIENT_ERROR', err: 'UNSUPPORTED_ENCODING' },
  unavailable: { status: 503, code: 'SERVER_ERROR', err: 'UNAVAILABLE' },
} as const;

export type RefusalKind = keyof typeof refusals;

/** A record of many that was not written. */
export interface BulkFailure extends Partial<RecordFault> {
  /** Its place in the request, from 0. */
  readonly index: number;
  /** Absent where there is none, or none that is good. */
  readonly id?: string;
  readonly err: string;
  readonly message: string;
}

export function done(ets: number, result: object): Answer {
  return answer(200, { ets, params: { status: 'successful' }, responseCode: 'OK', result });
}

/** @param fault where a record is refused: what is wrong with it */
export function refused(ets: number, kind: RefusalKind, message: string, fault?: RecordFault): Answer {
  const { status, code, err } = refusals[kind];
  const params = { status: 'failed', err, errmsg: message };
  const retry: Record<string, string> = status === 503 ? { 'retry-after': '5' } : {};
  return answer(status, { ets, params, responseCode: code, result: fault ?? {} }, retry);
}

function answer(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    // No proxy on the way is to keep what may be personal.
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ id: 'api.registry', ver: '1.0', ...body }),
  };
}
