import { AwsError } from '../../calls/aws-error.js';
import type { CheckRate, DirectStream } from './service.js';

/**
 * "Firehose quotas, Direct PUT": 1 MiB, 1,000 requests and 100,000 records a second in most regions; five times the
 * bytes in three of them. Each Firehose has its own.
 */
const perSecond = { bytes: 1024 * 1024, requests: 1_000, records: 100_000 };

/** Refuses what a real Firehose would: an option, because a laptop is mostly used to build, not to size. */
export function deliveryRates(now: () => number = Date.now): CheckRate {
  const used = new Map<DirectStream, { second: number; bytes: number; requests: number; records: number }>();
  return (stream, records) => {
    const second = Math.floor(now() / 1_000);
    const known = used.get(stream);
    const spent = known?.second === second ? known : { second, bytes: 0, requests: 0, records: 0 };
    used.set(stream, spent);
    const bytes = records.reduce((sum, { length }) => sum + length, 0);
    const isOver =
      spent.bytes + bytes > perSecond.bytes ||
      spent.requests + 1 > perSecond.requests ||
      spent.records + records.length > perSecond.records;
    // "PutRecordBatch: ServiceUnavailableException, HTTP 500, when the throughput limits are exceeded".
    if (isOver) throw new AwsError('ServiceUnavailableException', 'Slow down.', 500);
    spent.bytes += bytes;
    spent.requests += 1;
    spent.records += records.length;
  };
}
