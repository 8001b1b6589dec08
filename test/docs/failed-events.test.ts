import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enrichFrames } from '../../lambdas/enrich/enrich-frames.js';
import { decodeFrame } from '../../lambdas/shared/frames/frame.js';
import { faultMessage } from '../../lambdas/shared/telemetry/fault-message.js';
import { judgeEvent } from '../../lambdas/shared/telemetry/judge-event.js';
import { judgeRules } from '../../lambdas/shared/telemetry/judge-rules.js';
import { type Fault, failureReasons } from '../../lambdas/shared/telemetry/types.js';
import { lenient } from '../factories/batches.js';
import { anEvent, anEventTextOfDepth } from '../factories/events.js';
import { aFrameOfLines, arrival } from '../factories/frames.js';
import { fakeLookup } from '../fakes/fake-lookup.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/failed-events.md'), 'utf8');
const [, reasons = ''] = page.split('## Reasons');
const rows = [...reasons.matchAll(/^\| `([a-z-]+)` \| .* \| `(.+)` \| `(.+)` \|$/gm)].map(
  ([, reason = '', example = '', message = '']) => ({ reason, example, message }),
);

/** What comes of an example where it isn't the JSON of what differs from a valid event. */
const provoke: Readonly<Record<string, (example: string) => Promise<Fault | undefined>>> = {
  'not-an-object': async (example) => judge(JSON.parse(example)),
  'too-deep': async () => judge(JSON.parse(anEventTextOfDepth(101))),
  'too-large': async () =>
    judge(anEvent({ edata: { message: 'x'.repeat(1_049_600 - JSON.stringify(anEvent()).length) } })),
  'malformed-frame': async (example) => decodeFrame(Buffer.from(example)) as Fault,
  'malformed-json': async (example) => {
    const ports = {
      lookup: fakeLookup().lookup,
      forward: async () => [],
      refreshUsers: async () => new Map(),
      now: () => arrival,
    };
    const settings = { enrichers: { mending: [], adding: [] }, defaultChannel: 'own', timeZone: 'UTC' };
    const { frames } = await enrichFrames([aFrameOfLines([example])], settings, ports);
    return frames[0]?.failed[0];
  },
};

const judge = (candidate: unknown, channels?: readonly string[]) =>
  judgeEvent(candidate, judgeRules(lenient({ lateAfterDays: 90 }), arrival, channels)).fault;

/** A valid event with what an example says in place of its own. */
async function judgeExample(example: string, reason: string): Promise<Fault | undefined> {
  const { context, ...overrides } = JSON.parse(example);
  const event = anEvent({ ets: arrival, ...overrides });
  Object.assign(event.context as object, context);
  return judge(event, reason === 'channel' ? ['ours'] : undefined);
}

describe('docs/failed-events.md', () => {
  it('has a row for each reason of the closed list', () => {
    expect(rows.map(({ reason }) => reason).toSorted()).toEqual(failureReasons.toSorted());
  });

  it.each(rows)('shows for $reason what is sent, and what is said about it', async ({ reason, example, message }) => {
    const fault = await (provoke[reason] ?? judgeExample)(example, reason);

    expect([fault?.reason, fault && faultMessage(fault)]).toEqual([reason, message]);
  });
});
