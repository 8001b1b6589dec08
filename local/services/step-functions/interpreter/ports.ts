import type { Clock } from './clock.js';
import type { ItemReader } from './distributed/item-readers.js';
import type { MapRunBook } from './distributed/map-run-book.js';
import type { ResultStore } from './distributed/write-results.js';
import type { Integration } from './integrations/integration.js';

/** All effects of the interpreter, bound to the role of its state machine. */
export interface Ports {
  readonly clock: Clock;
  /** 0 to below 1. */
  readonly random: () => number;
  /** By resource ARN. */
  readonly integrations: Readonly<Record<string, Integration>>;
  /** By resource ARN. */
  readonly readers: Readonly<Record<string, ItemReader>>;
  readonly results: ResultStore;
  /** @throws StateError where the role may not start the executions of a distributed Map */
  readonly checkChildren: () => void;
  readonly mapRuns: MapRunBook;
}
