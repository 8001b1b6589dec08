import type { SunstreamConfig } from './types.js';

/** What a key of the configuration must be. */
export interface Rule {
  readonly key: string;
  readonly value: (config: SunstreamConfig) => unknown;
  readonly expected: string;
  readonly holds: (value: unknown, config: SunstreamConfig) => boolean;
}

export const whole = (from: number, to: number, key: string, value: Rule['value']): Rule => ({
  key,
  value,
  expected: `a whole number from ${from.toLocaleString('en')} to ${to.toLocaleString('en')}`,
  holds: (found) => Number.isInteger(found) && (found as number) >= from && (found as number) <= to,
});
