import { setTimeout as delay } from 'node:timers/promises';
import { errors } from '@opensearch-project/opensearch';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';

const maxTries = 8;
/** "Troubleshooting 429": what OpenSearch can't take now it takes later; also gateways between, and the network. */
export const isLater = (status: number): boolean => status === 0 || status === 429 || status >= 500;

/** Calls until OpenSearch can answer. @throws Error when it could not, eight times in two minutes; or its refusal */
export async function withRetries<T>(
  call: () => Promise<T>,
  wait: (ms: number) => Promise<unknown> = delay,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries === maxTries || !isLater(statusOf(error))) throw error;
      await wait(500 * 2 ** (tries - 1));
    }
  }
}

/** OpenSearch was too busy for a part of a request. */
export class TooBusy extends Error {}

function statusOf(error: unknown): number {
  // One of its own making has found a document that was not taken for now.
  if (error instanceof DependencyError) return error.cause === undefined ? 0 : statusOf(error.cause);
  if (error instanceof errors.ResponseError) return error.statusCode ?? 0;
  if (error instanceof TooBusy || error instanceof errors.OpenSearchClientError) return 0;
  return 400;
}
