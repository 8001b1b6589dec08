import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Gate } from '../../../../../local/gate.js';
import { type EventRule, eventsService } from '../../../../../local/stores/events/service.js';
import { useClosing } from '../../support/closing.js';
import { operatorKey, readerKey } from '../../support/gates.js';
import { serve } from '../../support/services.js';

const closing = useClosing();
const entry = { Source: 'sunstream', DetailType: 'Job', Detail: '{"status":"SUCCESS"}' };

/** A bus with a rule that takes all, and what was delivered to it. */
async function open({ deliver, gate, key = operatorKey }: Partial<EventRule> & { gate?: Gate; key?: string } = {}) {
  const delivered: unknown[] = [];
  const errors: string[] = [];
  const rule: EventRule = {
    name: 'all',
    matches: () => true,
    deliver: deliver ?? (async (event) => void delivered.push(event)),
  };
  const { endpoint, close } = await serve(
    eventsService([rule], (line) => void errors.push(line)),
    gate,
  );
  closing(close);
  const client = new EventBridgeClient({
    endpoint,
    region: 'local-1',
    credentials: { accessKeyId: key, secretAccessKey: 'unchecked' },
    maxAttempts: 1,
  });
  closing(() => client.destroy());
  const put = (Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
  return { put, delivered, errors };
}

describe('events that are put', () => {
  it('reach the rules in their envelope', async () => {
    const { put, delivered } = await open();

    const answer = await put([{ ...entry, Time: new Date('2026-11-21T02:00:00Z'), Resources: ['arn:x'] }]);

    expect(answer.FailedEntryCount).toBe(0);
    expect(delivered).toEqual([
      {
        version: '0',
        id: answer.Entries?.[0]?.EventId,
        'detail-type': 'Job',
        source: 'sunstream',
        account: '000000000000',
        time: '2026-11-21T02:00:00Z',
        region: 'local-1',
        resources: ['arn:x'],
        detail: { status: 'SUCCESS' },
      },
    ]);
  });

  it('are refused alone where they are malformed, by position', async () => {
    const { put, delivered } = await open();

    const answer = await put([{ ...entry, Detail: '{' }, entry, { ...entry, EventBusName: 'other' }]);

    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'MalformedDetail',
      undefined,
      'InvalidArgument',
    ]);
    expect(delivered).toHaveLength(1);
  });

  it('are taken though a target fails, which is told', async () => {
    const { put, errors } = await open({ deliver: () => Promise.reject(new Error('topic: disk full')) });

    const answer = await put([entry]);

    expect(answer.FailedEntryCount).toBe(0);
    expect(errors).toEqual(['all: topic: disk full']);
  });

  it('may be ten a call', async () => {
    const { put } = await open();

    await expect(put(Array.from({ length: 11 }, () => entry))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('need the permission', async () => {
    const { put } = await open({ key: readerKey });

    await expect(put([entry])).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('events:PutEvents'),
    });
  });
});
