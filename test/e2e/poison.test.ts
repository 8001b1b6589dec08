import { gzipSync } from 'node:zlib';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { makeEvent } from '../../bench/make-events.js';
import { failedEvents, lakeFiles, storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { encodeFrame } from '../../lambdas/shared/frames/frame.js';
import { framed, type ValidEvent } from '../factories/events.js';
import { useRunner } from '../support/use-runner.js';

const header = { syncts: Date.now(), msgid: 'poison' };
const lines = (first: object, ...rest: string[]) => gzipSync(`${[JSON.stringify(first), ...rest].join('\n')}\n`);

/** What is no frame of ours, by what is wrong with it. */
const poison: Readonly<Record<string, Uint8Array>> = {
  'not gzip': Buffer.from('not gzip'),
  'gzip that was cut short': gzipSync('{"v":1}').subarray(0, 12),
  'not NDJSON': gzipSync('hello\nworld\n'),
  'from an older version': lines({ v: 0, ...header, events: [['a', 'b']] }, '{}'),
  'from a newer version': lines({ v: 2, ...header, events: [['a', 'b']] }, '{}'),
  'without a version': lines({ ...header, events: [['a', 'b']] }, '{}'),
  'with a header that is null': gzipSync('null\n{}\n'),
  'with a header that is a list': gzipSync('[1]\n{}\n'),
  'with entries that are no list': lines({ v: 1, ...header, events: 1 }, '{}'),
  'with an entry that is no pair': lines({ v: 1, ...header, events: [['a']] }, '{}'),
  'with a time that is a text': lines({ v: 1, syncts: 'now', events: [['a', 'b']] }, '{}'),
  'without entries': lines({ v: 1, ...header }, '{}'),
  'with more entries than lines': lines(
    {
      v: 1,
      ...header,
      events: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    '{}',
  ),
  'without a time': lines({ v: 1, events: [] }),
};

describe.each(['ingest-stream', 'unique-stream'])('what is no frame, on the %s', (stream) => {
  const runner = useRunner();
  const failed = () => failedEvents(runner.info).filter(({ reason }) => reason === 'malformed-frame');
  const stored = () => storedEvents(runner.info).map(({ mid }) => mid);

  beforeAll(async () => {
    const { endpoints, region, credentials } = runner.info;
    const kinesis = new KinesisClient({
      endpoint: endpoints.kinesis ?? '',
      region,
      credentials,
      requestHandler: new NodeHttpHandler(),
    });
    const good = ['before', 'after'].map((mid) => {
      const event = framed({ ...makeEvent(0, Date.now()), mid } as ValidEvent);
      return encodeFrame({ header, entries: [[event.mid, event.fingerprint]], lines: [event.text] });
    });
    const [before, after] = good as [Buffer, Buffer];
    const records = [before, ...Object.values(poison), after];
    await kinesis.send(
      new PutRecordsCommand({
        StreamName: stream,
        Records: records.map((Data) => ({ Data, PartitionKey: 'one-shard' })),
      }),
    );
    await waitUntil(() => stored().length >= 2 && failed().length >= Object.keys(poison).length, 30_000);
  }, 90_000);

  it('blocks nothing: the frames before and after it are stored', () => {
    expect(stored().toSorted()).toEqual(['after', 'before']);
  });

  it('is in the failed book, once, whole and with what is wrong', () => {
    const kept = failed().map(({ raw }) =>
      Buffer.from(String(raw).replace('base64:', ''), 'base64').toString('latin1'),
    );

    expect(kept.toSorted()).toEqual(
      Object.values(poison)
        .map((data) => Buffer.from(data).toString('latin1'))
        .toSorted(),
    );
    expect(failed().every(({ expected, found }) => expected !== '' && found !== '')).toBe(true);
  });

  it('is given up by no stage: nothing is undelivered', () => {
    const { undeliveredBucket, s3Folder } = runner.info;

    expect(lakeFiles({ s3Folder, lakeBucket: undeliveredBucket }, '')).toEqual([]);
  });
});
