import { gzipSync } from 'node:zlib';
import type { FailedDocument } from '../../../lambdas/index-failed/failed-document.js';
import { indexObject } from '../../../lambdas/index-failed/index-object.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { anObjectOfLines } from '../../factories/failed-objects.js';
import { fakeObjects } from '../../fakes/fake-objects.js';

const key = 'failed/dt=2024-01-15/hour=05/a.json.gz';
const lines = (count: number) =>
  Array.from({ length: count }, () => JSON.stringify({ reason: 'schema', at: '2024-01-15T00:00:00Z' }));

/** An index that takes a document over the one of its id. */
function fakeIndex({ isDown = false } = {}) {
  const documents = new Map<string, unknown>();
  const requests: number[] = [];
  return {
    documents,
    requests,
    async put(all: readonly FailedDocument[]) {
      if (isDown) throw new DependencyError('OpenSearch did not take documents');
      requests.push(all.length);
      for (const { index, id, document } of all) documents.set(`${index}/${id}`, document);
      return { refused: 0 };
    },
  };
}

describe('an object of the failed book', () => {
  it('is indexed, a document a line', async () => {
    const index = fakeIndex();

    const counts = await indexObject(key, { ...fakeObjects({ [key]: anObjectOfLines(lines(3)) }), ...index });

    expect(counts).toEqual({ indexed: 3, refused: 0, broken: 0 });
    expect([...index.documents.keys()]).toEqual([1, 2, 3].map((line) => `failed-2024-01-15/${key}#${line}`));
  });

  it('is the same after it was indexed twice', async () => {
    const index = fakeIndex();
    const ports = { ...fakeObjects({ [key]: anObjectOfLines(lines(3)) }), ...index };
    await indexObject(key, ports);

    await indexObject(key, ports);

    expect(index.documents.size).toBe(3);
  });

  it('is sent in portions, whole, where it is long', async () => {
    const index = fakeIndex();

    await indexObject(key, { ...fakeObjects({ [key]: anObjectOfLines(lines(4_001)) }), ...index });

    expect(index.requests).toEqual([2_000, 2_000, 1]);
    expect(index.documents.size).toBe(4_001);
  });

  it('is sent in requests that a small instance takes, however much its producers wrote', async () => {
    const long = 'क'.repeat(1_024);
    const event = { eid: long, mid: long, ver: long, context: { channel: long, pdata: { id: long } } };
    const failed = { reason: 'schema', at: '2024-01-15T00:00:00Z', message: long, found: long, event };
    const sizes: number[] = [];
    const put = async (all: readonly FailedDocument[]) => {
      sizes.push(Buffer.byteLength(JSON.stringify(all)));
      return { refused: 0 };
    };

    const object = anObjectOfLines(Array.from({ length: 600 }, () => JSON.stringify(failed)));
    const counts = await indexObject(key, { ...fakeObjects({ [key]: object }), put });

    expect(counts).toEqual({ indexed: 600, refused: 0, broken: 0 });
    expect(Math.max(...sizes)).toBeLessThan(5 * 1024 * 1024);
  });

  it('is indexed as far as it is whole, and counted as broken', async () => {
    const whole = anObjectOfLines(lines(2));
    const broken = Buffer.concat([whole, gzipSync('half').subarray(0, 12)]);
    const index = fakeIndex();

    const counts = await indexObject(key, { ...fakeObjects({ [key]: broken }), ...index });

    expect(counts).toEqual({ indexed: 2, refused: 0, broken: 1 });
  });

  it('that is gone again is no error', async () => {
    const none = { indexed: 0, refused: 0, broken: 0 };

    expect(await indexObject(key, { ...fakeObjects(), ...fakeIndex() })).toEqual(none);
  });

  it('comes again where OpenSearch can not take it', async () => {
    const ports = { ...fakeObjects({ [key]: anObjectOfLines(lines(1)) }), ...fakeIndex({ isDown: true }) };

    await expect(indexObject(key, ports)).rejects.toThrow(DependencyError);
  });
});
