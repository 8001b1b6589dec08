import { findEnv } from '../function/env.js';
import type { AskRegistrations } from '../telemetry/redact-elements.js';
import { registrationFinder } from './find-registrations.js';
import { registryLookup } from './registry-lookup.js';

/** Asks the registry; `undefined` in a function without one, which `privacy.blankRegistrationAnswers` decides. */
export function registrationLookup(): (remainingMs: () => number) => AskRegistrations | undefined {
  if (findEnv('REGISTRY_TABLE') === undefined) return () => undefined;
  const find = registrationFinder(registryLookup());
  return (remainingMs) => (questions) => find(questions, remainingMs);
}
