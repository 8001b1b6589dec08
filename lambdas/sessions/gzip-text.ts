import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

/** Characters that are gathered before they are compressed: fewer, larger writes. */
const chunkLength = 64 * 1024;

/** Texts as one gzip member, as they come. An error of the texts is one of what is returned. */
export function gzipText(texts: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  // The reader of what comes out gets the error; pipeline only wants somebody told.
  return pipeline(Readable.from(inChunks(texts), { objectMode: false }), createGzip(), () => {});
}

async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let chunk = '';
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < chunkLength) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}
