import { EventBus } from '../../../../../../local/services/eventbridge/event-bus.js';
import { aGate, readerRole } from '../../../../../support/gates.js';
import { states, task, useStateMachines } from '../../../../../support/state-machines.js';

const { open } = useStateMachines();
const Resource = 'arn:aws:states:::events:putEvents';
const entry = { Source: 'stack', DetailType: 'Ended', Detail: '{% $states.input %}' };
const bus = 'arn:aws:events:local-1:000000000000:event-bus/default';

async function openWith(Entries: unknown, more: object = {}) {
  const events: unknown[] = [];
  const rule = { name: 'all', matches: () => true, deliver: async (event: unknown) => void events.push(event) };
  const definition = states({ A: task({ Resource, Arguments: { Entries }, Output: '{% $states.result %}' }) });
  const opened = await open({ definition, bus: new EventBus([rule], () => {}), ...more });
  return { ...opened, events };
}

describe('events:putEvents', () => {
  it.each<[string, unknown]>([
    ['an object', { requestId: 'R1', attempts: 1 }],
    ['the text of one', '{"requestId":"R1","attempts":1}'],
  ])('puts an event whose detail is %s', async (_, detail) => {
    const { run, events } = await openWith([entry]);

    const ended = await run(detail);

    expect(ended).toEqual({
      status: 'SUCCEEDED',
      output: { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] },
    });
    expect(events).toEqual([
      expect.objectContaining({ source: 'stack', 'detail-type': 'Ended', detail: { requestId: 'R1', attempts: 1 } }),
    ]);
  });

  it('fails when one of several entries is refused; the others are out', async () => {
    const { run, events } = await openWith([entry, { ...entry, Detail: 'no JSON' }]);

    const ended = await run({});

    expect(ended).toMatchObject({ status: 'FAILED', error: 'EventBridge.FailedEntry' });
    expect(JSON.parse(ended.cause ?? '')).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }],
    });
    expect(events).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['no entries', []],
    ['more entries than a call takes', Array.from({ length: 11 }, () => entry)],
  ])('with %s fails as a whole', async (_, entries) => {
    const { run, events } = await openWith(entries);

    expect(await run({})).toMatchObject({ status: 'FAILED', error: 'EventBridge.ValidationException' });
    expect(events).toEqual([]);
  });

  it.each([
    ['on the bus', bus, 'SUCCEEDED', 0],
    ['on another', `${bus}-2`, 'FAILED', 1],
  ])('with the permission %s', async (_, on, status, denied) => {
    const gate = aGate({ Effect: 'Allow', Action: 'events:PutEvents', Resource: on });
    const { run, events } = await openWith([entry], { gate, role: readerRole });

    const ended = await run({});

    expect([ended.status, gate.denied.length, events.length]).toEqual([status, denied, 1 - denied]);
    if (denied) expect(ended.error).toMatch(/^EventBridge\.AccessDenied/);
  });
});
