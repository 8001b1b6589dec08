import { describeError, type SchemaError } from './describe-error.js';
import { kindOf, shorten } from './describe-value.js';
import { nestsDeeper } from './nesting.js';
import type { Fault, TelemetryEvent } from './types.js';
import * as generated from './validators.generated.js';

interface Validator {
  (event: unknown): boolean;
  errors?: SchemaError[] | null;
}

/** One validator an eid, compiled from `schemas/telemetry/3.0/` at build time. */
const validators: ReadonlyMap<string, Validator> = new Map(Object.entries(generated as Record<string, Validator>));

/** Telemetry 3.0: the event ids that have a schema. */
export const knownEids: readonly string[] = [...validators.keys()];

/** Upstream's limit (1 MiB), which is also a Kinesis record's. */
export const maxEventBytes = 1_048_576;
/** No producer nests more than a dozen levels; Jackson-based readers such as Athena's stop at 1,000. */
export const maxDepth = 100;

export type Verdict =
  | { readonly event: TelemetryEvent & { mid: string }; readonly text: string; readonly fault?: undefined }
  | { readonly fault: Fault; readonly text: string | undefined };

/**
 * Judges one element of a batch's `events`.
 *
 * @returns the event with its JSON text, or the first fault; the text is missing only where nesting is too deep to print
 */
export function judgeEvent(candidate: unknown): Verdict {
  const text = printEvent(candidate);
  if (text === undefined || nestsDeeper(text, maxDepth)) {
    return {
      text,
      fault: { reason: 'too-deep', message: `expected at most ${maxDepth} levels of nesting, found more` },
    };
  }
  const fault = findFault(candidate, text);
  return fault ? { fault, text } : { event: candidate as TelemetryEvent & { mid: string }, text };
}

function findFault(candidate: unknown, text: string): Fault | undefined {
  if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate)) {
    return { reason: 'not-an-object', message: `expected an event object, found ${kindOf(candidate)}` };
  }
  if (text.length > maxEventBytes / 3 && Buffer.byteLength(text) > maxEventBytes) {
    return {
      reason: 'too-large',
      message: `expected at most ${maxEventBytes} bytes, found ${Buffer.byteLength(text)}`,
    };
  }
  const { eid } = candidate as TelemetryEvent;
  if (typeof eid !== 'string') {
    return { reason: 'envelope', message: `/eid: expected string, found ${kindOf(eid)}` };
  }
  const validate = validators.get(eid);
  if (!validate) {
    return { reason: 'unknown-eid', message: `/eid: expected one of ${knownEids.join(', ')}, found ${shorten(eid)}` };
  }
  if (validate(candidate)) return undefined;
  return describeError(candidate, validate.errors?.[0]);
}

function printEvent(candidate: unknown): string | undefined {
  try {
    return JSON.stringify(candidate);
  } catch (error) {
    // JSON.stringify recurses: a few thousand levels end the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
