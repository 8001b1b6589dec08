import { join } from 'node:path';
import { RecordLog } from '../../local/disk/record-log.js';
import { DeliveryBuffer } from '../../local/services/firehose/delivery-buffer.js';
import { indexNamer } from '../../local/services/firehose/destinations/index-name.js';
import { type Delivered, OpenSearchDestination } from '../../local/services/firehose/destinations/opensearch.js';
import { connectSearch } from '../../local/services/opensearch/search-engine.js';
import type { FakeSearchEngine } from '../fakes/fake-search-engine.js';
import { aSource, fakeBucket } from './deliveries.js';
import { aLogRecord } from './log-records.js';

export const retryMs = 10_000;

/** A buffer that delivers to an engine, with a bucket for what it refuses, and a clock. */
export async function aSearchDelivery(folder: string, engine: FakeSearchEngine, { gzip = false } = {}) {
  const log = new RecordLog(join(folder, 'records'));
  const bucket = fakeBucket();
  const clock = { now: Date.parse('2024-01-14T23:59:59Z') };
  const delivered: (Delivered & { key: string; firstReason: string | undefined })[] = [];
  const { bulk } = await connectSearch({ url: engine.url, verifyTls: true });
  const settings = {
    name: 'search',
    indexOf: indexNamer('telemetry', 'OneDay', 'search'),
    retryMs,
    backup: {
      bucket: 'lake',
      errorPrefix: 'undelivered/search/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/',
      gzip,
    },
  };
  const destination = new OpenSearchDestination(settings, {
    send: bulk,
    put: bucket.put,
    now: () => clock.now,
    onDelivered: (one, key, firstReason) => void delivered.push({ ...one, key, firstReason }),
  });
  const buffering = { name: 'search', bufferBytes: 1024 * 1024, bufferMs: 60_000, deaggregate: false };
  const make = () =>
    new DeliveryBuffer(aSource(log), buffering, destination, join(folder, 'state.json'), () => clock.now);
  const append = (documents: readonly object[]) =>
    log.append(
      documents.map((document) => aLogRecord(JSON.stringify(document))),
      clock.now,
    );
  return { log, bucket, clock, delivered, buffer: make(), make, append };
}
