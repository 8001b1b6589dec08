import { join } from 'node:path';
import { encodeAggregate } from '../../../../lambdas/shared/frames/kpl.js';
import { RecordLog } from '../../../../local/disk/record-log.js';
import { DeliveryBuffer } from '../../../../local/services/firehose/delivery-buffer.js';
import { aFrame } from '../../../factories/frames.js';
import { useClosing } from '../../../support/closing.js';
import { aSource, type DeliverySettings, fakeBucket, someSettings, toS3 } from '../../../support/deliveries.js';
import { aLogRecord } from '../../../support/log-records.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const closing = useClosing();
const arrivedAt = Date.parse('2024-01-14T18:29:00Z');

function aBuffer(overrides: Partial<DeliverySettings> = {}) {
  const log = new RecordLog(join(folder(), 'records'));
  closing(() => log.close());
  const bucket = fakeBucket();
  const settings = someSettings(overrides);
  const make = () =>
    new DeliveryBuffer(aSource(log), settings, toS3(settings, bucket.put), join(folder(), 'state.json'));
  const buffer = make();
  const append = (texts: readonly string[], at = arrivedAt) =>
    log.append(
      texts.map((text) => aLogRecord(text)),
      at,
    );
  return { log, bucket, buffer, append, make };
}

describe('a delivery buffer is due', () => {
  it('never while it is empty', () => {
    const { buffer } = aBuffer();

    const dueAt = buffer.dueAt();

    expect(dueAt).toBeUndefined();
    expect(buffer.isEmpty).toBe(true);
  });

  it('by its age, counted from its oldest record', () => {
    const { buffer, append } = aBuffer({ bufferMs: 60_000 });
    append(['a']);
    append(['b'], arrivedAt + 30_000);

    const dueAt = buffer.dueAt();

    expect(dueAt).toBe(arrivedAt + 60_000);
  });

  it('at once when it has the size', () => {
    const { buffer, append } = aBuffer({ bufferBytes: 1_000 });
    append(['x'.repeat(900)]);
    const before = buffer.dueAt();

    append(['x'.repeat(100)]);
    const after = buffer.dueAt();

    expect([before, after]).toEqual([arrivedAt + 60_000, 0]);
  });

  it('never again after it has been delivered, until the next record comes', async () => {
    const { buffer, append } = aBuffer();
    append(['a']);
    await buffer.deliver();
    const after = buffer.dueAt();

    append(['b'], arrivedAt + 90_000);
    const next = buffer.dueAt();

    expect([after, next]).toEqual([undefined, arrivedAt + 150_000]);
  });
});

describe('a delivered object', () => {
  it('is gzip NDJSON where the settings say so', async () => {
    const { buffer, append, bucket } = aBuffer({ gzip: true, newline: true });
    append(['{"a":1}', '{"b":"ä"}']);

    await buffer.deliver();

    const [bytes = ''] = bucket.objects.values();
    expect(bytes.slice(0, 2)).toBe('\x1f\x8b');
    expect(bucket.texts()).toEqual(['{"a":1}\n{"b":"ä"}\n']);
  });

  it('has the members of KPL aggregates one a line, and other records as they are', async () => {
    const { buffer, log, bucket } = aBuffer({ gzip: true, newline: true, deaggregate: true });
    const aggregate = encodeAggregate('k', [Buffer.from('{"a":1}'), Buffer.from('{"b":2}')]);
    log.append([{ key: 'k', data: aggregate }, aLogRecord('{"c":3}')], arrivedAt);

    await buffer.deliver();

    expect(bucket.texts()).toEqual(['{"a":1}\n{"b":2}\n{"c":3}\n']);
  });

  it('of frames, appended to each other untouched, is gzip itself', async () => {
    const { buffer, log, bucket } = aBuffer({ gzip: false, newline: false, deaggregate: true });
    const frames = [aFrame(), aFrame()].map(({ data }) => ({ key: 'k', data }));
    log.append(frames, arrivedAt);

    await buffer.deliver();

    const [bytes = ''] = bucket.objects.values();
    expect(Buffer.from(bytes, 'binary')).toEqual(Buffer.concat(frames.map(({ data }) => data)));
    const [text = ''] = bucket.texts();
    expect(text.split('\n').filter((line) => line.startsWith('{"v":1'))).toHaveLength(2);
  });

  it('lies under the prefix of its arrival in the zone, with name, time and extension behind it', async () => {
    const settings = {
      prefix: 'telemetry/dt=!{timestamp:yyyy-MM-dd}/',
      timeZone: 'Asia/Kolkata',
      fileExtension: '.json.gz',
    };
    const { buffer, append, bucket } = aBuffer(settings);
    append(['a'], Date.parse('2024-01-14T18:29:00Z'));
    await buffer.deliver();

    append(['b'], Date.parse('2024-01-14T18:31:00Z'));
    await buffer.deliver();

    expect(bucket.puts).toEqual([
      expect.stringMatching(/^telemetry\/dt=2024-01-14\/telemetry-1-2024-01-14-18-29-00-[0-9a-f-]{36}\.json\.gz$/),
      expect.stringMatching(/^telemetry\/dt=2024-01-15\/telemetry-1-2024-01-14-18-31-00-[0-9a-f-]{36}\.json\.gz$/),
    ]);
  });

  it('has about the size of the buffer, and the next has the rest; together they have each record once', async () => {
    const { buffer, append, bucket } = aBuffer({ bufferBytes: 1_000 });
    const texts = Array.from({ length: 25 }, (_, index) => `${index}:${'x'.repeat(100)}`);
    append(texts);

    while (!buffer.isEmpty) await buffer.deliver();

    const found = bucket.texts();
    expect(found.length).toBeGreaterThan(1);
    for (const text of found.slice(0, -1)) expect(text.length).toBeGreaterThan(800);
    for (const text of found) expect(text.length).toBeLessThan(1_200);
    expect(found.join('')).toBe(texts.map((text) => `${text}\n`).join(''));
  });

  it('has all of a record that is larger than the buffer', async () => {
    const { buffer, append, bucket } = aBuffer({ bufferBytes: 1_000 });
    append(['x'.repeat(3_000_000), 'next']);

    await buffer.deliver();

    expect(bucket.texts().map((text) => text.length)).toEqual([3_000_001]);
  });
});

describe('a delivery that fails', () => {
  it('keeps everything, is due at once, and is tried again under the same key', async () => {
    const { buffer, append, bucket } = aBuffer({ gzip: true });
    append(['a', 'b']);
    bucket.failNext('before');

    const failed = buffer.deliver();
    await expect(failed).rejects.toThrow('no space');
    const [isEmpty, dueAt] = [buffer.isEmpty, buffer.dueAt()];
    await buffer.deliver();

    expect([isEmpty, dueAt]).toEqual([false, 0]);
    expect(bucket.texts()).toEqual(['a\nb\n']);
    expect(new Set(bucket.puts).size).toBe(1);
    expect(buffer.isEmpty).toBe(true);
  });

  it.each(['before', 'after'] as const)(
    'by a crash %s the object was written leaves one object with each record once, though more came meanwhile',
    async (when) => {
      const { buffer, append, bucket, make } = aBuffer({ gzip: true });
      append(['a', 'b']);
      bucket.failNext(when);
      await expect(buffer.deliver()).rejects.toThrow();
      append(['c']);

      const reopened = make();
      const dueAt = reopened.dueAt();
      await reopened.deliver();
      await reopened.deliver();

      expect(dueAt).toBe(0);
      expect(bucket.puts[1]).toBe(bucket.puts[0]);
      expect(bucket.texts()).toEqual(['a\nb\n', 'c\n']);
      expect(reopened.isEmpty).toBe(true);
    },
  );
});
