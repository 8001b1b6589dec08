import { type FramedEvent, framedEvent } from '../../lambdas/shared/frame.js';
import type { TelemetryEvent } from '../../lambdas/shared/telemetry/types.js';

export type ValidEvent = TelemetryEvent & { mid: string };

/** The smallest event that every schema accepts. */
export function anEvent(overrides: TelemetryEvent = {}): ValidEvent {
  return {
    eid: 'LOG',
    ets: 1_700_000_000_000,
    ver: '3.0',
    mid: 'LOG:1',
    actor: { id: 'user-1', type: 'User' },
    context: { channel: 'channel-1', pdata: { id: 'app-1' }, env: 'home' },
    edata: {},
    ...overrides,
  };
}

/** Events with mids of their own. */
export function someEvents(count: number, overrides: TelemetryEvent = {}): ValidEvent[] {
  return Array.from({ length: count }, (_, index) => anEvent({ mid: `LOG:${index + 1}`, ...overrides }));
}

/** An event without one of its keys. */
export function anEventWithout(key: string): TelemetryEvent {
  const { [key]: _, ...rest } = anEvent();
  return rest;
}

/** JSON text of an event that nests `levels` objects and arrays in all, its own included. */
export function anEventTextOfDepth(levels: number, overrides: TelemetryEvent = {}): string {
  const inner = levels - 2;
  const text = JSON.stringify(anEvent({ ...overrides, edata: { deep: 0 } }));
  return text.replace('"deep":0', `"deep":${'['.repeat(inner)}${']'.repeat(inner)}`);
}

export function framed(event: ValidEvent): FramedEvent {
  return framedEvent(event.mid, JSON.stringify(event));
}
