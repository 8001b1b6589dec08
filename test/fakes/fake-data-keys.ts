import { createHash } from 'node:crypto';
import { DependencyError } from '../../lambdas/shared/function/errors.js';
import type { DataKeys } from '../../lambdas/shared/registry/sealing.js';

export interface FakeDataKeys extends DataKeys {
  /** Keys that were asked for. */
  readonly asked: string[];
}

/** Data keys by name, without KMS: what wraps `k1` is the text `wrapped k1`. */
export function fakeDataKeys({
  name = 'k1',
  error,
}: {
  readonly name?: string;
  readonly error?: Error;
} = {}): FakeDataKeys {
  const asked: string[] = [];
  const plainOf = (wrapped: Uint8Array) => createHash('sha256').update(wrapped).digest();
  const wrapped = Buffer.from(`wrapped ${name}`);
  return {
    asked,
    async current() {
      asked.push('current');
      if (error) throw error;
      return { plain: plainOf(wrapped), wrapped };
    },
    async unwrap(given) {
      asked.push('unwrap');
      if (error) throw error;
      if (!Buffer.from(given).toString().startsWith('wrapped ')) throw new DependencyError('not a wrapped key');
      return plainOf(given);
    },
  };
}
