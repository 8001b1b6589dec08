import type { IngestPorts } from '../../lambdas/ingest/ingest-batch.js';
import type { StreamRecord } from '../../lambdas/shared/aws/put-records.js';
import { DependencyError } from '../../lambdas/shared/function/errors.js';
import { arrival } from '../factories/frames.js';
import { type FakeFailedBook, fakeFailedBook } from './fake-failed-book.js';

export interface FakeIngestPorts extends IngestPorts {
  /** Questions that are of a registration. */
  readonly registrations: Set<string>;
  readonly effects: string[];
  readonly forwarded: StreamRecord[];
  readonly kept: FakeFailedBook['kept'];
}

interface Faults {
  readonly askRegistrations?: Error;
  readonly forward?: Error;
  /** Frames that the stream takes before it fails. */
  readonly takes?: number;
  readonly keepFailed?: Error;
}

/** Stream and failed book of ingest in memory; the clock stands still. */
export function fakeIngestPorts(faults: Faults = {}): FakeIngestPorts {
  const effects: string[] = [];
  const forwarded: StreamRecord[] = [];
  const registrations = new Set<string>();
  const book = fakeFailedBook({ effects, ...(faults.keepFailed && { error: faults.keepFailed }) });
  return {
    effects,
    forwarded,
    kept: book.kept,
    keepFailed: book.keepFailed,
    registrations,
    now: () => arrival,
    async askRegistrations(questions) {
      effects.push(`ask ${questions.length}`);
      if (faults.askRegistrations) throw faults.askRegistrations;
      return new Set(questions.filter((id) => registrations.has(id)));
    },
    async forward(frames) {
      effects.push(`forward ${frames.length}`);
      const { forward: error, takes = 0 } = faults;
      if (error && !(error instanceof DependencyError)) throw error;
      const taken = error ? frames.slice(0, takes) : frames;
      forwarded.push(...taken);
      return { taken, error };
    },
  };
}
