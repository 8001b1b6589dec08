import { EventBus, type EventRule } from '../../../../local/services/eventbridge/event-bus.js';

const entry = { Source: 'sunstream', DetailType: 'Job', Detail: '{"status":"SUCCESS"}' };

/** A bus with a rule that takes all, and what was delivered to it. */
function open({ deliver }: Partial<EventRule> = {}) {
  const delivered: unknown[] = [];
  const errors: string[] = [];
  const rule: EventRule = {
    name: 'all',
    matches: () => true,
    deliver: deliver ?? (async (event) => void delivered.push(event)),
  };
  const bus = new EventBus([rule], (line) => void errors.push(line));
  return { put: (entries: object[]) => bus.put(entries), delivered, errors };
}

describe('events that are put', () => {
  it('reach the rules in their envelope', async () => {
    const { put, delivered } = open();

    const answer = await put([{ ...entry, Time: Date.parse('2026-11-21T02:00:00Z') / 1_000, Resources: ['arn:x'] }]);

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
    const { put, delivered } = open();

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
    const { put, errors } = open({ deliver: () => Promise.reject(new Error('topic: disk full')) });

    const answer = await put([entry]);

    expect(answer.FailedEntryCount).toBe(0);
    expect(errors).toEqual(['all: topic: disk full']);
  });

  it('may be ten a call', async () => {
    const { put } = open();

    await expect(put(Array.from({ length: 11 }, () => entry))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
