import type { IngestPorts } from '../../lambdas/ingest/ingest-batch.js';
import type { StreamRecord } from '../../lambdas/shared/put-records.js';
import { arrival } from '../factories/frames.js';
import { type FakeFailedBook, fakeFailedBook } from './fake-failed-book.js';

export interface FakeIngestPorts extends IngestPorts {
  readonly effects: string[];
  readonly forwarded: StreamRecord[];
  readonly kept: FakeFailedBook['kept'];
}

interface Faults {
  readonly forward?: Error;
  readonly keepFailed?: Error;
}

/** Stream and failed book of ingest in memory; the clock stands still. */
export function fakeIngestPorts(faults: Faults = {}): FakeIngestPorts {
  const effects: string[] = [];
  const forwarded: StreamRecord[] = [];
  const book = fakeFailedBook({ effects, ...(faults.keepFailed && { error: faults.keepFailed }) });
  return {
    effects,
    forwarded,
    kept: book.kept,
    keepFailed: book.keepFailed,
    now: () => arrival,
    async forward(records) {
      effects.push(`forward ${records.length}`);
      if (faults.forward) throw faults.forward;
      forwarded.push(...records);
    },
  };
}
