import type { FailureReason, FaultAt } from '../shared/telemetry/types.js';
import type { Refused } from './refusal.js';

/** An HTTP answer in the shape that Sunbird's services and SDKs know. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: true;
}

/** A failed event in the answer. */
export interface Failure {
  readonly index: number;
  readonly mid: string | undefined;
  readonly reason: FailureReason;
  readonly message: string;
  /** All that is wrong with it, where that is more than one thing. */
  readonly faults?: readonly FaultAt[];
}

export interface BatchResult {
  readonly received: number;
  readonly accepted: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
}

/** Failures listed in an answer at most; all of them are in the failed book. */
export const maxListedFailures = 1_000;
/** Bytes of them: "Lambda quotas: 6 MB a response", of which the answer's JSON, escaped again as a text, may take twice. */
const maxListedBytes = 2 * 1024 * 1024;

/** 200: the batch is on the stream, and its failed events are in the failed book. */
export function accepted(ets: number, msgid: string | undefined, result: BatchResult): Answer {
  const failures = listed(result.failures);
  return answer(200, {
    ets,
    params: { msgid, status: 'successful' },
    responseCode: 'SUCCESS',
    result: { ...result, failures },
  });
}

function listed(failures: readonly Failure[]): readonly Failure[] {
  let bytes = 0;
  const first = failures.slice(0, maxListedFailures);
  const end = first.findIndex((failure) => {
    bytes += Buffer.byteLength(JSON.stringify(failure));
    return bytes > maxListedBytes;
  });
  return end === -1 ? first : first.slice(0, end);
}

/** 4xx: not a batch. */
export function refused(ets: number, { status, err, message }: Refused): Answer {
  const params = { status: 'failed', err, errmsg: message };
  return answer(status, { ets, params, responseCode: 'CLIENT_ERROR', result: {} });
}

/** 503: the streams could not take the batch. A retry is safe and wanted. */
export function unavailable(ets: number, msgid: string | undefined): Answer {
  const errmsg = 'The batch could not be stored. Nothing is acknowledged; send it again, unchanged.';
  const params = { msgid, status: 'failed', err: 'UNAVAILABLE', errmsg };
  return answer(503, { ets, params, responseCode: 'SERVER_ERROR', result: {} }, { 'retry-after': '5' });
}

export function health(ets: number, problem: string | undefined): Answer {
  if (problem === undefined) {
    return answer(200, { id: 'api.health', ets, params: {}, responseCode: 'SUCCESS', result: { healthy: true } });
  }
  const params = { err: 'UNHEALTHY', errmsg: problem };
  return answer(503, { id: 'api.health', ets, params, responseCode: 'SERVER_ERROR', result: { healthy: false } });
}

function answer(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ id: 'api.telemetry', ver: '1.0', ...body }),
  };
}
