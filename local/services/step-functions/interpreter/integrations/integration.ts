import type { Gate } from '../../../../calls/gate.js';
import type { LocalAthena } from '../../../athena/local-athena.js';
import type { EventBus } from '../../../eventbridge/event-bus.js';
import type { LocalFunction } from '../../../lambda/local-function.js';
import type { Clock } from '../clock.js';

/** What a Task calls: its evaluated Arguments → its result. */
export type Integration = (
  args: Readonly<Record<string, unknown>>,
  /** Aborted when nobody waits for the result any more: the task timed out, or the execution ended. */
  signal: AbortSignal,
) => Promise<unknown>;

/** What integrations work with. A new one adds its store here. */
export interface Services {
  readonly gate: Gate;
  /** Role ARN of the state machine: whose permissions count. */
  readonly role: string;
  /** By ARN. */
  readonly functions: () => ReadonlyMap<string, LocalFunction>;
  readonly athena: LocalAthena;
  readonly bus: EventBus;
  readonly clock: Clock;
}

/** The resource of a Task as the table of integrations has it, whatever the partition. */
export function integrationKey(resource: unknown): string {
  return String(resource).replace(/^arn:aws[^:]*:/, 'arn:aws:');
}
