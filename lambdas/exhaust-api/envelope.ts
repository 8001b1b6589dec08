import { httpStatuses, type Outcome } from './outcome.js';

/** An HTTP answer. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Calls → the `id` of their answers. The last one is ours, the others are upstream's. */
const answerIds = {
  submit: 'ekstep.analytics.dataset.request.submit',
  read: 'ekstep.analytics.dataset.request.info',
  list: 'ekstep.analytics.dataset.request.list',
  search: 'ekstep.analytics.dataset.request.search',
  run: 'ekstep.analytics.dataset.request.run',
} as const;

export type Call = keyof typeof answerIds;

/** What an envelope holds besides the outcome. */
export interface Stamp {
  /** Epoch milliseconds. */
  readonly now: number;
  /** A UUID. */
  readonly resmsgid: string;
}

/** Wraps an outcome as the dataset service does: what an answer hasn't got is absent in `params` and null elsewhere. */
export function wrap(call: Call, outcome: Outcome, { now, resmsgid }: Stamp): Answer {
  const failure = 'failure' in outcome ? outcome.failure : undefined;
  const responseCode = failure?.code ?? 'OK';
  const body = {
    id: answerIds[call],
    ver: '1.0',
    ts: new Date(now).toISOString().replace('Z', '+00:00'),
    params: {
      resmsgid,
      ...(failure && { err: failure.code }),
      status: failure ? 'failed' : 'successful',
      ...(failure && { errmsg: failure.text }),
      client_key: null,
    },
    responseCode,
    result: 'result' in outcome ? outcome.result : null,
  };
  return {
    statusCode: httpStatuses[responseCode],
    // An answer has links that are as good as a password for a day.
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
