import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ingestBatch } from '../../../lambdas/ingest/ingest-batch.js';
import { readFailedLine, standsForEvent } from '../../../lambdas/replay/failed-line.js';
import { failedBook, leastBytesIn } from '../../../lambdas/shared/frames/failed-book.js';
import { bytesOf, type RawBody } from '../../../lambdas/shared/http/raw-body.js';
import { aRequestOf, aSender, lenient } from '../../factories/batches.js';
import { hostileTexts, wireForms } from '../../factories/hostile-requests.js';
import { noise } from '../../factories/texts.js';
import { fakeIngestPorts } from '../../fakes/fake-ingest-ports.js';

const profiles = ['strict', 'compatible'] as const;
/** What goes to Firehose for each byte that came, as docs/failed-events.md says. */
const allowed = 3;

/** Bytes of the call as the SDK writes it: base64 in JSON. */
const callOf = (data: Uint8Array) =>
  Buffer.byteLength(
    JSON.stringify({
      DeliveryStreamName: 'S'.repeat(64),
      Records: [{ Data: Buffer.from(data).toString('base64') }],
    }),
  );

/** Most lines needn't be parsed to be told from a later part of an event. */
const isFirst = (line: string) => {
  const failed = line.includes('"part":') ? readFailedLine(line) : undefined;
  return failed === undefined || standsForEvent(failed);
};

/** Bytes to Firehose for each that came, the most of all. */
let most = 0;
afterAll(() => process.stderr.write(`failed book: at most ${most.toFixed(2)} bytes to Firehose for each that came\n`));

/** Sends a body with headers as long as they may be; tells what the failed book came to. */
async function amplify(body: RawBody, profile: (typeof profiles)[number]) {
  const stores = { delivered: [] as Uint8Array[], aside: [] as Uint8Array[] };
  const keepFailed = failedBook({
    deliver: async (data) => void stores.delivered.push(data),
    setAside: async (data) => void stores.aside.push(data),
    refused: () => undefined,
  });
  const header = 'h'.repeat(256);
  const sender = aSender({ channel: header, did: header, pid: header, userAgent: header });
  const { answer, failures } = await ingestBatch(aRequestOf(body, { sender }), lenient({ profile }), {
    ...fakeIngestPorts(),
    keepFailed: (events, bytesIn) => keepFailed(events, bytesIn, () => 20_000),
  });
  const kept = Buffer.concat([...stores.delivered, ...stores.aside]);
  const bytesIn = Math.max(bytesOf(body), leastBytesIn);
  const bytesOut = stores.delivered.reduce((sum, data) => sum + callOf(data), 0);
  most = Math.max(most, bytesOut / bytesIn);
  return {
    status: answer.statusCode,
    failed: failures.length,
    bytesIn,
    bytesOut,
    kept: kept.length === 0 ? 0 : gunzipSync(kept).toString('utf8').trimEnd().split('\n').filter(isFirst).length,
  };
}

describe.each(Object.entries(hostileTexts))('a body of %s', (_, text) => {
  it.each(profiles)(
    'sends the failed book no more than three bytes for each that came, and keeps each event, %s',
    async (profile) => {
      const { status, failed, kept, ...bytes } = await amplify(wireForms.gzip?.(text()) as RawBody, profile);

      expect({ status, kept }).toEqual({ status: 200, kept: failed });
      expect(failed).toBeGreaterThan(0);
      expect(bytes.bytesOut).toBeLessThanOrEqual(allowed * bytes.bytesIn);
    },
  );
});

/** Texts of failing events, by a number that makes them longer. */
const shapes: Readonly<Record<string, (length: number) => string>> = {
  numbers: String,
  quotes: (length) => JSON.stringify('"'.repeat(length)),
  keys: (length) => JSON.stringify({ eid: 'LOG', edata: { ['k'.repeat(length)]: length } }),
  controls: (length) => JSON.stringify({ eid: 'log', mid: '\u0001'.repeat(length) }),
  nested: (length) => `{"a":[${'['.repeat(length)}${']'.repeat(length)}]}`,
  noise: (length) => JSON.stringify({ eid: 'NONE', edata: noise(length, `${length}`) }),
};

describe('any batch, however it is sent,', () => {
  const anyRun = fc.record({
    shape: fc.constantFrom(...Object.keys(shapes)),
    length: fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 20_000 })),
    count: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 500 })),
  });
  const anyBatch = fc
    .array(anyRun, { maxLength: 6 })
    .filter((runs) => runs.reduce((sum, { length, count }) => sum + length * count, 0) < 500_000);

  it('sends the failed book no more than three bytes for each that came, and each failed event is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyBatch,
        fc.constantFrom(...Object.keys(wireForms)),
        fc.constantFrom(...profiles),
        async (runs, form, profile) => {
          const texts = runs.flatMap(({ shape, length, count }) =>
            Array.from({ length: count }, () => shapes[shape]?.(length)),
          );
          const body = wireForms[form]?.(`{"events":[${texts.join(',')}]}`) as RawBody;

          const { status, failed, kept, bytesIn, bytesOut } = await amplify(body, profile);

          expect([status, failed, kept]).toEqual([200, texts.length, texts.length]);
          expect(bytesOut).toBeLessThanOrEqual(allowed * bytesIn);
        },
      ),
      { numRuns: 30 },
    );
  });
});
