import type { RegistryRequest } from '../../lambdas/registry/read-request.js';
import { aBodyOf, type Saying } from './batches.js';

export const aBot = (overrides: object = {}) => ({
  name: 'DST Form Bot',
  ownerOrgID: 'goa',
  startDate: '2022-03-01',
  ...overrides,
});

export const aUser = (overrides: object = {}) => ({
  username: 'phone:9000000001',
  registrations: ['b-1'],
  device: { consent: true },
  ...overrides,
});

/** A request with a token that may do everything. */
export function aRegistryRequest(
  method: string,
  kind: string,
  id: string,
  body?: unknown,
  overrides: Saying<RegistryRequest> = {},
): RegistryRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return {
    method,
    key: { kind, id },
    seesPersonal: true,
    channels: undefined,
    revives: false,
    ...overrides,
    body: aBodyOf(overrides.body ?? text),
  };
}
