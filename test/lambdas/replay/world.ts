import { markerKey } from '../../../lambdas/replay/marker.js';
import type { ReplayTask } from '../../../lambdas/replay/replay-object.js';
import type { StreamRecord } from '../../../lambdas/shared/aws/put-records.js';
import type { FrameRecord } from '../../../lambdas/shared/frames/aws/forward-frames.js';
import type { FailedEvent } from '../../../lambdas/shared/frames/failed-lines.js';
import { decodeFrame, type Frame } from '../../../lambdas/shared/frames/frame.js';
import { anEvent } from '../../factories/events.js';
import { aFailedEvent } from '../../factories/failed-events.js';
import { fakeObjects } from '../../fakes/fake-objects.js';

export const key = 'failed/dt=2024-01-15/hour=12/a.json.gz';
export const marker = markerKey(key, 'schema');
export const task: ReplayTask = { key, reason: 'schema', dryRun: false };

/** An event that failed for a rule of its edata; valid by today's rules unless told otherwise. */
export const failed = (mid: string, overrides: Partial<FailedEvent> = {}, event: object = {}) =>
  aFailedEvent({ reason: 'schema', raw: JSON.stringify(anEvent({ mid, ...event })), ...overrides });
export const invalid = (mid: string) => failed(mid, {}, { edata: { level: 1 } });

export function aWorld(objects: Record<string, string | Uint8Array>) {
  const store = fakeObjects(objects);
  const taken: StreamRecord[] = [];
  const ports = {
    ...store,
    askRegistrations: async (questions: readonly string[]) =>
      new Set(questions.filter((id) => id === 'do_registration')),
    remainingMs: () => 900_000,
    async forward(frames: readonly FrameRecord[]) {
      store.effects.push(`forward ${frames.flatMap(({ events }) => events).length}`);
      taken.push(...frames);
      return { taken: frames };
    },
  };
  const frames = () => taken.map(({ data }) => decodeFrame(Buffer.from(data)) as Frame);
  return { ports, effects: store.effects, held: store.held, taken, frames, mids: () => frames().flatMap(midsOf) };
}

export const midsOf = ({ entries }: Frame) => entries.map(([mid]) => mid);
