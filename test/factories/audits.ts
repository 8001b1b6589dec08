import type { TelemetryEvent } from '../../lambdas/shared/telemetry/types.js';
import { anEvent, type ValidEvent } from './events.js';

/** An AUDIT of a user that was created. @param cdata ids by type */
export function anAudit(cdata: Readonly<Record<string, string>>, overrides: TelemetryEvent = {}): ValidEvent {
  return anEvent({
    eid: 'AUDIT',
    mid: 'AUDIT:1',
    object: { id: 'u-1', type: 'User' },
    edata: { state: 'Create' },
    context: {
      channel: 'channel-1',
      pdata: { id: 'learner-service' },
      env: 'User',
      cdata: Object.entries(cdata).map(([type, id]) => ({ type, id })),
    },
    ...overrides,
  });
}
