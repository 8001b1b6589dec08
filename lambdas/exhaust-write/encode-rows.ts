import type { Layout } from './layouts.js';

/** Characters that are gathered before they become bytes: fewer, larger writes. */
const chunkLength = 64 * 1024;

/** The bytes of a file, as its rows come: never more than a chunk of it is held. */
export async function* encodeRows<Row>(
  rows: AsyncIterable<Row>,
  { head, line }: Pick<Layout<Row>, 'head' | 'line'>,
): AsyncGenerator<Buffer> {
  let text = head;
  for await (const row of rows) {
    text += line(row);
    if (text.length < chunkLength) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
