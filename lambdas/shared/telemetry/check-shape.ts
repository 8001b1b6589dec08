import { kindOf } from './describe-value.js';
import { nestsDeeper } from './nesting.js';
import type { Fault } from './types.js';

/** Upstream's limit (1 MiB), which is also a Kinesis record's. */
export const maxEventBytes = 1_048_576;
/** No producer nests more than a dozen levels; Jackson-based readers such as Athena's stop at 1,000. */
export const maxDepth = 100;

/** What must hold of an element of `events`, given its JSON text, before a schema can look at it. */
export function checkShape(candidate: unknown, text: string): Fault | undefined {
  if (nestsDeeper(text, maxDepth)) {
    return { reason: 'too-deep', pointer: '', expected: `at most ${maxDepth} levels of nesting`, found: 'more' };
  }
  const kind = kindOf(candidate);
  if (kind !== 'object') return { reason: 'not-an-object', pointer: '', expected: 'an event object', found: kind };
  if (text.length <= maxEventBytes / 3) return undefined;
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxEventBytes) return undefined;
  return { reason: 'too-large', pointer: '', expected: `at most ${maxEventBytes} bytes`, found: String(bytes) };
}
