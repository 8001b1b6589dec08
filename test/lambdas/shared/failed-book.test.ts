import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { mockClient } from 'aws-sdk-client-mock';
import { DependencyError } from '../../../lambdas/shared/errors.js';
import { failedBook } from '../../../lambdas/shared/failed-book.js';
import { failedLines } from '../../../lambdas/shared/failed-lines.js';
import { aFailedEvent } from '../../factories/failed-events.js';
import { noise } from '../../factories/texts.js';
import { fakeClock } from '../../fakes/fake-clock.js';

const client = new FirehoseClient({ region: 'ap-south-1' });
const firehose = mockClient(client);

const keepFailed = failedBook(client, 'failed');
const { remainingMs } = fakeClock(60_000);

const takesAll = ({ Records }: { Records: unknown[] }) => ({
  FailedPutCount: 0,
  RequestResponses: Records.map(() => ({ RecordId: '1' })),
});
const refusesSecond = ({ Records }: { Records: unknown[] }) => ({
  FailedPutCount: 1,
  RequestResponses: Records.map((_, index) =>
    index === 1 ? { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' } : { RecordId: '1' },
  ),
});

/** The records of each call, as text. */
const sentRecords = () =>
  firehose
    .commandCalls(PutRecordBatchCommand)
    .map(({ args }) => (args[0].input.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString('utf8')));

describe('failedBook', () => {
  beforeEach(() => {
    // No jitter: a second try comes at once.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    firehose.reset();
    firehose.on(PutRecordBatchCommand).callsFake(takesAll);
  });

  afterEach(() => jest.restoreAllMocks());

  it('writes many events as the lines of one record', async () => {
    const events = [1, 2, 3].map((at) => aFailedEvent({ at }));

    await keepFailed(events, remainingMs);

    const lines = events.flatMap(failedLines);
    expect(sentRecords()).toEqual([[`${lines.join('\n')}\n`]]);
    expect(firehose.commandCalls(PutRecordBatchCommand)[0]?.args[0].input.DeliveryStreamName).toBe('failed');
  });

  it('starts a new record before one grows beyond 1,000 KiB, and keeps the order', async () => {
    const events = Array.from({ length: 40 }, (_, index) =>
      aFailedEvent({ at: index, raw: noise(100_000, `${index}`) }),
    );

    await keepFailed(events, remainingMs);

    const records = sentRecords().flat();
    expect(records).toHaveLength(4);
    expect(Math.max(...records.map((record) => Buffer.byteLength(record)))).toBeLessThanOrEqual(1_000 * 1024);
    expect(records.join('') === events.flatMap(failedLines).join('\n').concat('\n')).toBe(true);
  });

  it('writes a raw text of 3 MiB in parts that join back', async () => {
    const raw = noise(3 * 1024 * 1024);

    await keepFailed([aFailedEvent({ raw })], remainingMs);

    const lines = sentRecords().flat().join('').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).raw).join('') === raw).toBe(true);
  });

  it('sends at most 4 MiB a call', async () => {
    const events = Array.from({ length: 60 }, (_, index) => aFailedEvent({ raw: noise(140_000, `${index}`) }));

    await keepFailed(events, remainingMs);

    const sizes = sentRecords().map((records) => Buffer.byteLength(records.join('')));
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  it('writes only the refused records again', async () => {
    const events = [1, 2].map((at) => aFailedEvent({ at, raw: noise(800_000) }));
    firehose.on(PutRecordBatchCommand).callsFakeOnce(refusesSecond).callsFake(takesAll);

    await keepFailed(events, remainingMs);

    const [first = [], ...others] = sentRecords();
    expect(first.length).toBeGreaterThan(1);
    expect(others).toEqual([[first[1]]]);
  });

  it('throws when Firehose does not take all in time', async () => {
    firehose.on(PutRecordBatchCommand).rejects(new Error('connect ECONNREFUSED'));

    const kept = keepFailed([aFailedEvent()], () => 0);

    await expect(kept).rejects.toThrow(DependencyError);
    await expect(kept).rejects.toThrow('Firehose failed: 1 of 1 entries were not taken in time: Error: connect');
  });
});
