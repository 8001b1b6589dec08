/** "HistoryEvent": one line of what a person reads about an execution. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** "Step Functions quotas": events of one execution. */
export const maxEvents = 25_000;

/** As GetExecutionHistory answers it. */
export function describeEvent({ details, timestamp, ...event }: HistoryEvent, withData: boolean): object {
  const shown = withData ? details : Object.fromEntries(Object.entries(details).filter(([name]) => !data.has(name)));
  return {
    ...event,
    timestamp: timestamp / 1_000,
    ...(Object.keys(details).length > 0 && { [memberOf(event.type)]: shown }),
  };
}

/** What `includeExecutionData: false` leaves out. */
const data = new Set(['input', 'output', 'parameters']);

/** "HistoryEvent: stateEnteredEventDetails" is for all kinds of states; other types have a member of their own name. */
function memberOf(type: string): string {
  const [, moment] = /State(Entered|Exited)$/.exec(type) ?? [];
  if (moment) return `state${moment}EventDetails`;
  return `${type.slice(0, 1).toLowerCase()}${type.slice(1)}EventDetails`;
}
