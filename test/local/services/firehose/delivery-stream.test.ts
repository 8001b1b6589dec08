import { join } from 'node:path';
import { DeliveryStream } from '../../../../local/services/firehose/delivery-stream.js';
import type { LocalStream } from '../../../../local/services/kinesis/local-stream.js';
import { useClosing } from '../../../support/closing.js';
import { type DeliverySettings, fakeBucket, someSettings, toS3 } from '../../../support/deliveries.js';
import { aStream, putTexts } from '../../../support/streams.js';
import { useTempFolder } from '../../../support/temp-folder.js';
import { aBarrier, until } from '../../../support/until.js';

const folder = useTempFolder();
const closing = useClosing();
const soon = { bufferMs: 1 };

function aDelivery(settings: Partial<DeliverySettings> = {}, source?: LocalStream) {
  const bucket = fakeBucket();
  const lines: string[] = [];
  const make = (put = bucket.put) =>
    new DeliveryStream(
      someSettings(settings),
      'arn:aws:firehose:local-1:000000000000:deliverystream/telemetry',
      source,
      toS3(someSettings(settings), put),
      (line) => void lines.push(line),
      join(folder(), 'telemetry'),
    );
  const delivery = make();
  closing(() => delivery.stop());
  return { bucket, lines, delivery, make };
}

const accept = (delivery: DeliveryStream, texts: readonly string[]) =>
  delivery.accept(texts.map((text) => Buffer.from(text)));

describe('a delivery stream', () => {
  it('writes direct puts once they are due', async () => {
    const { delivery, bucket } = aDelivery(soon);
    delivery.start();

    accept(delivery, ['a', 'b']);
    await until(() => delivery.isEmpty);

    expect(bucket.texts()).toEqual(['a\nb\n']);
  });

  it('writes what comes through its stream, an object a shard', async () => {
    const stream = aStream(join(folder(), 'stream'), 2);
    closing(() => stream.close());
    const { delivery, bucket } = aDelivery(soon, stream);
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    stream.put(
      keys.map((partitionKey) => ({ partitionKey, data: Buffer.from(partitionKey) })),
      Date.now() - 1_000,
    );

    delivery.start();
    await until(() => delivery.isEmpty);

    expect(bucket.objects.size).toBe(2);
    expect(bucket.texts().join('').trim().split('\n').sort()).toEqual([...keys].sort());
  });

  it('flushes what is not due yet', async () => {
    const { delivery, bucket } = aDelivery({ bufferMs: 3_600_000 });
    delivery.start();
    accept(delivery, ['a']);

    await delivery.flush();

    expect(bucket.texts()).toEqual(['a\n']);
    expect(delivery.isEmpty).toBe(true);
  });

  it('has what it accepted when it is started again without a flush', async () => {
    const first = aDelivery({ bufferMs: 3_600_000 });
    accept(first.delivery, ['a']);

    const second = first.make();
    closing(() => second.stop());
    await second.flush();

    expect(first.bucket.texts()).toEqual(['a\n']);
  });

  it('does not deliver again after a restart what it had delivered from its stream', async () => {
    const stream = aStream(join(folder(), 'stream'));
    closing(() => stream.close());
    const { delivery, bucket, make } = aDelivery({}, stream);
    putTexts(stream, ['a']);
    await delivery.flush();
    putTexts(stream, ['b']);

    const restarted = make();
    closing(() => restarted.stop());
    await restarted.flush();

    expect(bucket.texts()).toEqual(['a\n', 'b\n']);
  });

  it('tells of a refused object in one line, and tries it again', async () => {
    const { delivery, bucket, lines } = aDelivery(soon);
    bucket.failNext('before');
    delivery.start();

    accept(delivery, ['a']);
    await until(() => delivery.isEmpty);

    expect(lines).toEqual(['telemetry: not delivered, tried again in 1000 ms: no space']);
    expect(bucket.texts()).toEqual(['a\n']);
    expect(new Set(bucket.puts).size).toBe(1);
  });

  it('does not take up in its own round what a flush is delivering', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'Date'] });
    closing(() => jest.useRealTimers());
    const barrier = aBarrier();
    const { bucket, make } = aDelivery();
    const slow = make(async (...args) => {
      bucket.puts.push(args[1]);
      await barrier.passed;
    });
    closing(() => slow.stop());
    slow.start();
    accept(slow, ['a']);

    const flushed = slow.flush();
    await until(() => bucket.puts.length > 0);
    await jest.advanceTimersByTimeAsync(1_000);
    barrier.open();
    await flushed;

    expect(bucket.puts).toHaveLength(1);
  });
});
