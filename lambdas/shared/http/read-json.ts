import { hasMoreBrackets, nestsDeeper } from '../telemetry/nesting.js';
import { mayHoldHalves, mendHalves } from '../text/well-formed.js';
import type { BodyFault } from './body-fault.js';
import { locateFault } from './locate-fault.js';
import type { RawBody } from './raw-body.js';
import { type BodySizes, readBody } from './read-body.js';

/** What a route takes of JSON. */
export interface JsonLimits {
  /** Levels of objects and lists; without it any number, which whoever works on the value must stand. */
  readonly depth?: number;
  /** Objects and lists together; without it as many as fit into the text. */
  readonly containers?: number;
  /** What to do about more of them. */
  readonly mend?: string;
  /** Whether half of a surrogate pair is left as it is, where it is looked after later; else it becomes U+FFFD. */
  readonly keepsHalves?: true;
}

export type Json = { readonly value: unknown } | { readonly fault: BodyFault };

/** The JSON of a body, whatever way it came. All that can be wrong with a body is found here, before anybody looks into it. */
export function readJsonBody(raw: RawBody, sizes: BodySizes, limits: JsonLimits): Json {
  const body = readBody(raw, sizes);
  return 'fault' in body ? body : readJson(body.text, limits, raw.place);
}

/** The value of a JSON text. */
export function readJson(text: string, limits: JsonLimits, place = 'body'): Json {
  const expected = 'JSON';
  if (text.trim() === '') return { fault: { kind: 'json', place, expected, found: 'nothing' } };
  const { containers = Number.POSITIVE_INFINITY, depth = Number.POSITIVE_INFINITY, mend } = limits;
  if (hasMoreBrackets(text, containers)) {
    return {
      fault: { kind: 'size', place, expected: `at most ${containers} objects and arrays`, found: 'more', mend },
    };
  }
  if (nestsDeeper(text, depth)) {
    return { fault: { kind: 'depth', place, expected: `at most ${depth} levels of nesting`, found: 'more' } };
  }
  try {
    const value: unknown = JSON.parse(text);
    return { value: limits.keepsHalves || !mayHoldHalves(text) ? value : mendHalves(value).value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { fault: { kind: 'json', place, expected, found: describe(error.message, text) } };
  }
}

/** V8 quotes the sign that it stumbled over, and what surrounds it, which may be a password. */
const quoted = / '.{1,2}'(?=, )|, (\.{3})?".*"(\.{3})? is not valid JSON$/gsu;

function describe(message: string, text: string): string {
  const place = /line \d+ column/.test(message) ? '' : locateFault(text);
  return `a text that is none: ${message.replace(quoted, '')}${place}`;
}
