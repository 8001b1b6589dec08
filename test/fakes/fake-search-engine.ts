import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { close, listen } from '../../local/calls/json-service.js';

/** What the fake answers a `_bulk` request; absent, every document is indexed. */
export type BulkAnswer =
  | { readonly status: number }
  /** Id → what becomes of that document. */
  | { readonly items: Readonly<Record<string, { readonly status: number; readonly error?: object }>> };

export interface FakeSearchEngine {
  readonly url: string;
  /** Index/id → document, as it stands. */
  readonly documents: Map<string, unknown>;
  /** How many `_bulk` requests came. */
  readonly requests: () => number;
  /** What `authorization` they had. */
  readonly authorizations: string[];
  /** Answers the next requests, one after the other. */
  answerNext(...answers: readonly BulkAnswer[]): void;
  close(): Promise<void>;
}

/** An OpenSearch as far as `_bulk` with `index` goes, over HTTP. */
export async function fakeSearchEngine(): Promise<FakeSearchEngine> {
  const documents = new Map<string, unknown>();
  const answers: BulkAnswer[] = [];
  const authorizations: string[] = [];
  let requests = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const send = (status: number, answer: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    if (!request.url?.includes('_bulk')) return send(200, { version: { number: '2.19.5' } });
    requests++;
    authorizations.push(request.headers.authorization ?? '');
    const answer = answers.shift() ?? { items: {} };
    if ('status' in answer) return send(answer.status, { error: { type: 'unavailable', reason: 'a fake outage' } });
    const lines = body.trimEnd().split('\n');
    const items = lines.flatMap((line, at) => {
      if (at % 2 === 1) return [];
      const { _index, _id } = JSON.parse(line).index;
      const item = answer.items[_id] ?? { status: 201 };
      if (item.status < 300) documents.set(`${_index}/${_id}`, JSON.parse(lines[at + 1] ?? ''));
      return [{ index: { _index, _id, ...item } }];
    });
    send(200, { took: 1, errors: items.some(({ index }) => index.status >= 300), items });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    documents,
    requests: () => requests,
    authorizations,
    answerNext: (...next) => void answers.push(...next),
    close: () => close(server),
  };
}
