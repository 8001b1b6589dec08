import type { FailedEvent } from '../../lambdas/shared/frames/failed-lines.js';
import { aHeader, arrival } from './frames.js';

export function aFailedEvent(overrides: Partial<FailedEvent> = {}): FailedEvent {
  return {
    reason: 'envelope',
    pointer: '/mid',
    expected: 'a value',
    found: 'nothing',
    stage: 'ingest',
    at: arrival,
    header: aHeader(),
    raw: '{"eid":"LOG"}',
    ...overrides,
  };
}
