import { join } from 'node:path';
import { type FirehoseClient, InvalidArgumentException, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { deliveryRates } from '../../../../local/services/firehose/delivery-rates.js';
import { DeliveryStream } from '../../../../local/services/firehose/delivery-stream.js';
import type { CheckRate } from '../../../../local/services/firehose/service.js';
import { firehoseService } from '../../../../local/services/firehose/service.js';
import { useClosing } from '../../../support/closing.js';
import { someSettings, toS3 } from '../../../support/deliveries.js';
import { reopenedTexts } from '../../../support/log-records.js';
import { firehoseAt, serve } from '../../../support/services.js';
import { aStream } from '../../../support/streams.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const closing = useClosing();
const arn = 'arn:aws:firehose:local-1:000000000000:deliverystream/failed';

/** A direct Firehose `failed` and one fed by a stream, `archive`. */
async function firehose(checkRate?: CheckRate): Promise<FirehoseClient> {
  const stream = aStream(join(folder(), 'stream'));
  closing(() => stream.close());
  const make = (name: string, source?: typeof stream) => {
    const settings = someSettings({ name });
    const destination = toS3(settings, async () => undefined);
    return new DeliveryStream(settings, arn, source, destination, () => undefined, join(folder(), name));
  };
  const deliveries = [make('failed'), make('archive', stream)];
  for (const delivery of deliveries) closing(() => delivery.stop());
  const served = await serve(firehoseService(deliveries, checkRate));
  closing(served.close);
  const client = firehoseAt(served.endpoint);
  closing(() => client.destroy());
  return client;
}

function put(client: FirehoseClient, records: readonly Uint8Array[], DeliveryStreamName = 'failed') {
  return client.send(new PutRecordBatchCommand({ DeliveryStreamName, Records: records.map((Data) => ({ Data })) }));
}

describe('PutRecordBatch', () => {
  it('has the records on disk, in order, when it answers', async () => {
    const client = await firehose();

    const { FailedPutCount, RequestResponses = [] } = await put(client, [Buffer.from('a'), Buffer.from('b')]);

    expect(FailedPutCount).toBe(0);
    expect(new Set(RequestResponses.map(({ RecordId }) => RecordId)).size).toBe(2);
    expect(reopenedTexts(join(folder(), 'failed', 'records'))).toEqual(['a', 'b']);
  });

  it('takes the largest call that Firehose takes: 500 records, 4 MiB, one record of 1,000 KiB', async () => {
    const client = await firehose();
    const large = Buffer.alloc(1_000 * 1024);
    const small = Array.from({ length: 495 }, () => Buffer.from('a'));
    const rest = Buffer.alloc(4 * 1024 * 1024 - 4 * large.length - small.length);

    const { FailedPutCount } = await put(client, [large, large, large, large, rest, ...small]);

    expect(FailedPutCount).toBe(0);
  });

  const mebibyte = Buffer.alloc(1_000_000);

  it.each([
    ['501 records', Array.from({ length: 501 }, () => Buffer.from('a')), '1 to 500 records, found 501'],
    ['no record', [], '1 to 500 records, found 0'],
    [
      'a record of more than 1,000 KiB',
      [Buffer.alloc(1_000 * 1024 + 1)],
      'at most 1024000 bytes a record, found 1024001',
    ],
    ['more than 4 MiB', Array.from({ length: 5 }, () => mebibyte), 'at most 4194304 bytes a call, found 5000000'],
  ])('refuses %s, and takes nothing of the call', async (_, records, message) => {
    const client = await firehose();

    const answer = await put(client, records).catch((error: unknown) => error);

    expect(answer).toBeInstanceOf(InvalidArgumentException);
    expect(answer).toMatchObject({ message });
    expect(reopenedTexts(join(folder(), 'failed', 'records'))).toEqual([]);
  });

  it('refuses records for a Firehose that does not exist', async () => {
    const client = await firehose();

    const answer = put(client, [Buffer.from('a')], 'faild');

    await expect(answer).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining('faild'),
    });
  });

  it('refuses records for a Firehose that is fed by a stream, and would not deliver them', async () => {
    const client = await firehose();

    const answer = put(client, [Buffer.from('a')], 'archive');

    await expect(answer).rejects.toMatchObject({ message: expect.stringContaining('archive') });
  });
});

describe('the rates of a Firehose', () => {
  const refused = { name: 'ServiceUnavailableException' };
  const once = { maxAttempts: async () => 1 };

  it('refuse a call beyond 1 MiB a second as a whole, and take it in the next', async () => {
    let now = 1_000_000;
    const client = await firehose(deliveryRates(() => now));
    Object.assign(client.config, once);
    await put(client, [Buffer.alloc(600 * 1024)]);

    await expect(put(client, [Buffer.from('a'), Buffer.alloc(600 * 1024)])).rejects.toMatchObject(refused);
    await put(client, [Buffer.from('b')]);
    now += 1_000;
    await put(client, [Buffer.alloc(600 * 1024)]);

    expect(reopenedTexts(join(folder(), 'failed', 'records')).map(({ length }) => length)).toEqual([
      614_400, 1, 614_400,
    ]);
  });

  it.each([
    ['1,000 calls', 1_000, 1],
    ['100,000 records', 200, 500],
  ])('refuse more than %s a second', (_, calls, records) => {
    const check = deliveryRates(() => 1_000_000);
    const stream = { name: 'failed', arn, accept: () => undefined };
    const call = Array.from({ length: records }, () => Buffer.from('a'));
    for (let done = 0; done < calls; done++) check(stream, call);

    expect(() => check(stream, call)).toThrow('Slow down.');
    expect(() => check({ ...stream }, call)).not.toThrow();
  });
});
