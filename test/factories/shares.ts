import type { TelemetryEvent } from '../../lambdas/shared/telemetry/types.js';
import { anEvent, type ValidEvent } from './events.js';

/** A SHARE of some items, as the mobile app sends it. */
export function aShare(items: unknown, overrides: TelemetryEvent = {}): ValidEvent {
  return anEvent({
    eid: 'SHARE',
    mid: 'SHARE:1',
    object: { id: 'do_parent', type: 'Content' },
    tags: ['tag-1'],
    edata: { dir: 'In', type: 'File', items },
    ...overrides,
  });
}

/** An item that was passed on as often as `params` has entries. */
export function anItem(params?: unknown, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: 'do_1', type: 'Content', ver: '2', params, ...overrides };
}
