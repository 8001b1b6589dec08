import { StateError } from './state-error.js';

/** "Step Functions quotas": 256 KiB of input or output, as UTF-8. */
export const maxPayloadBytes = 256 * 1024;

/** @throws StateError `States.DataLimitExceeded` */
export function checkSize(value: unknown, what: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= maxPayloadBytes) return;
  throw new StateError(
    'States.DataLimitExceeded',
    `${what}: ${bytes} bytes, at most ${maxPayloadBytes} may pass between states`,
  );
}
