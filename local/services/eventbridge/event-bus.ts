import { randomUUID } from 'node:crypto';
import { AwsError } from '../../calls/aws-error.js';
import type { Input } from '../../calls/json-service.js';
import { account, region } from '../../template/resource-types.js';

/** A rule of the bus: told of each event that matches. */
export interface EventRule {
  readonly name: string;
  matches(event: unknown): boolean;
  deliver(event: unknown): Promise<void>;
}

/** "Amazon EventBridge quotas": entries a call, bytes of all of them. */
const [maxEntries, maxBytes] = [10, 1024 * 1024];

/** The account's own bus; the stack makes no other. */
export const defaultBus = `arn:aws:events:${region}:${account}:event-bus/default`;

/** What PutEvents answers, by position. */
export interface PutAnswer {
  readonly FailedEntryCount: number;
  readonly Entries: readonly Input[];
}

/** The account's own bus: events are put, rules pass them on. */
export class EventBus {
  constructor(
    private readonly rules: readonly EventRule[],
    private readonly onError: (line: string) => void,
  ) {}

  /** As PutEvents. @throws AwsError for a call that is refused as a whole */
  async put(entries: unknown): Promise<PutAnswer> {
    checkEntries(entries);
    const events = (entries as Input[]).map(envelope);
    for (const event of events) if ('id' in event) await this.pass(event);
    return {
      FailedEntryCount: events.filter((event) => 'ErrorCode' in event).length,
      Entries: events.map((event) => ('id' in event ? { EventId: event.id } : event)),
    };
  }

  private async pass(event: unknown): Promise<void> {
    for (const rule of this.rules.filter(({ matches }) => matches(event))) {
      await rule.deliver(event).catch((error) => this.onError(`${rule.name}: ${(error as Error).message}`));
    }
  }
}

function checkEntries(entries: unknown): void {
  const count = Array.isArray(entries) ? entries.length : 0;
  if (count < 1 || count > maxEntries) {
    throw new AwsError('ValidationException', `Entries: 1 to ${maxEntries} expected, found ${count}`);
  }
  if (Buffer.byteLength(JSON.stringify(entries)) > maxBytes) {
    throw new AwsError('ValidationException', `Total size of the entries: ${maxBytes} bytes at most`);
  }
}

/** "Events and event metadata": what rules and targets see. A malformed entry is refused alone. */
function envelope({ Source, DetailType, Detail, Time, Resources = [], EventBusName = 'default' }: Input) {
  if (!Source || !DetailType || Detail === undefined) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are required.' };
  }
  if (!['default', defaultBus].includes(EventBusName)) {
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `The local runner has the default bus, found ${EventBusName}.`,
    };
  }
  const detail = parse(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType as string,
    source: Source as string,
    account,
    time: new Date(Time === undefined ? Date.now() : Number(Time) * 1_000).toISOString().replace(/\.\d+/, ''),
    region,
    resources: Resources as string[],
    detail,
  };
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // What is not JSON is answered as malformed.
    return undefined;
  }
}
