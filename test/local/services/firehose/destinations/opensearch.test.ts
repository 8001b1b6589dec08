import { type FakeSearchEngine, fakeSearchEngine } from '../../../../fakes/fake-search-engine.js';
import { useClosing } from '../../../../support/closing.js';
import { aSearchDelivery, retryMs } from '../../../../support/search-deliveries.js';
import { useTempFolder } from '../../../../support/temp-folder.js';

const folder = useTempFolder();
const closing = useClosing();
const conflict = { status: 400, error: { type: 'mapper_parsing_exception', reason: 'failed to parse [edata.size]' } };

async function aDelivery(options: { gzip?: boolean } = {}) {
  const engine: FakeSearchEngine = await fakeSearchEngine();
  closing(engine.close);
  const made = await aSearchDelivery(folder(), engine, options);
  closing(() => made.log.close());
  const kept = () =>
    made.bucket
      .texts()
      .flatMap((text) => text.trimEnd().split('\n'))
      .map((line) => JSON.parse(line));
  return { engine, kept, ...made };
}

describe('a delivery to OpenSearch', () => {
  it('indexes each document under the UTC day on which it arrived', async () => {
    const { engine, buffer, append, clock, delivered } = await aDelivery();
    append([{ a: 1 }]);
    clock.now += 2_000;
    append([{ a: 2 }]);

    await buffer.deliver();

    const places = [...engine.documents].map(([place, document]) => [place.split('/')[0], document]);
    expect(places).toEqual([
      ['telemetry-2024-01-14', { a: 1 }],
      ['telemetry-2024-01-15', { a: 2 }],
    ]);
    expect(delivered).toMatchObject([{ indexed: 2, failed: 0 }]);
    expect(buffer.isEmpty).toBe(true);
  });

  it.each([503, 429, 403])('tries a request that is answered with %i again, with the same ids', async (status) => {
    const { engine, buffer, append } = await aDelivery();
    append([{ a: 1 }]);
    engine.answerNext({ status });

    await expect(buffer.deliver()).rejects.toThrow(`OpenSearch: ${status}`);
    const dueAt = buffer.dueAt();
    await buffer.deliver();

    expect(dueAt).toBe(0);
    expect([...engine.documents.values()]).toEqual([{ a: 1 }]);
    expect(engine.requests()).toBe(2);
  });

  it('does not double what was indexed by a request that was partly refused for now', async () => {
    const { engine, buffer, append } = await aDelivery();
    const [, second] = append([{ a: 1 }, { a: 2 }]);
    const full = { status: 429, error: { type: 'rejected_execution_exception', reason: 'the queue is full' } };
    engine.answerNext({ items: { [idAt(second)]: full } });

    await expect(buffer.deliver()).rejects.toThrow('OpenSearch: 429');
    const after = [...engine.documents.values()];
    await buffer.deliver();

    expect(after).toEqual([{ a: 1 }]);
    expect([...engine.documents.values()]).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('tries again where a rebuild took the name of the index for its alias', async () => {
    const { engine, buffer, append, bucket } = await aDelivery();
    const [first] = append([{ a: 1 }]);
    const reason = 'Invalid index name [telemetry-2024-01-14], already exists as alias';
    const error = { type: 'invalid_index_name_exception', reason };
    engine.answerNext({ items: { [idAt(first)]: { status: 400, error } } });

    await expect(buffer.deliver()).rejects.toThrow('already exists as alias');
    await buffer.deliver();

    expect([...engine.documents.values()]).toEqual([{ a: 1 }]);
    expect(bucket.objects.size).toBe(0);
  });

  it('puts what an index refuses into S3 at once, with the reason, and indexes the others', async () => {
    const { engine, buffer, append, bucket, kept, clock, delivered } = await aDelivery();
    const [, bad] = append([{ good: 1 }, { bad: 1 }]);
    engine.answerNext({ items: { [idAt(bad)]: conflict } });

    await buffer.deliver();

    expect([...engine.documents.values()]).toEqual([{ good: 1 }]);
    expect([...bucket.objects.keys()]).toEqual([
      expect.stringMatching(
        /^undelivered\/search\/AmazonOpenSearchService_failed\/dt=2024-01-14\/search-1-2024-01-14-23-59-59-[\da-f-]+$/,
      ),
    ]);
    expect(kept()).toEqual([
      {
        attemptsMade: 1,
        arrivalTimestamp: clock.now,
        errorCode: '400',
        errorMessage: JSON.stringify(conflict.error),
        attemptEndingTimestamp: clock.now,
        esDocumentId: idAt(bad),
        esIndexName: 'telemetry-2024-01-14',
        esTypeName: '',
        rawData: Buffer.from('{"bad":1}').toString('base64'),
      },
    ]);
    expect(delivered).toMatchObject([{ indexed: 1, failed: 1, firstReason: expect.stringContaining('400') }]);
    expect(buffer.isEmpty).toBe(true);
  });

  it('gives up when the time for retries is over, and has every document in S3 then', async () => {
    const { engine, buffer, append, kept, clock } = await aDelivery({ gzip: true });
    append([{ a: 1 }, { a: 2 }]);
    engine.answerNext({ status: 503 }, { status: 503 }, { status: 503 });

    await expect(buffer.deliver()).rejects.toThrow('503');
    clock.now += retryMs - 1;
    await expect(buffer.deliver()).rejects.toThrow('503');
    clock.now += 1;
    await buffer.deliver();

    expect(engine.documents.size).toBe(0);
    expect(kept()).toMatchObject([
      { attemptsMade: 3, errorCode: '503', rawData: Buffer.from('{"a":1}').toString('base64') },
      { attemptsMade: 3, errorCode: '503', rawData: Buffer.from('{"a":2}').toString('base64') },
    ]);
    expect(buffer.isEmpty).toBe(true);
  });

  it('tries again where nothing answers', async () => {
    const { engine, buffer, append } = await aDelivery();
    append([{ a: 1 }]);
    await engine.close();

    await expect(buffer.deliver()).rejects.toThrow('OpenSearch: ');

    expect(buffer.isEmpty).toBe(false);
  });

  it('goes on after a crash: the same documents under the same ids, the same object, the time for retries', async () => {
    const { engine, buffer, append, bucket, make, clock, kept } = await aDelivery();
    append([{ a: 1 }]);
    engine.answerNext({ status: 503 }, { status: 503 });
    await expect(buffer.deliver()).rejects.toThrow('503');
    append([{ a: 2 }]);
    clock.now += retryMs;
    bucket.failNext('after');
    await expect(buffer.deliver()).rejects.toThrow('killed');
    engine.answerNext({ status: 503 });

    const restarted = make();
    await restarted.deliver();
    await restarted.deliver();

    expect(new Set(bucket.puts).size).toBe(1);
    expect(kept()).toMatchObject([{ attemptsMade: 3, rawData: Buffer.from('{"a":1}').toString('base64') }]);
    expect([...engine.documents.values()]).toEqual([{ a: 2 }]);
  });
});

/** Id of the document of a record. */
const idAt = (position: number | undefined): string => `${position}.0`;
