import jsonata from 'jsonata';
import { builtIns } from './built-ins.js';
import type { Variables } from './definition.js';
import { StateError } from './state-error.js';

/** What an expression sees: `$states`, and the variables by their names. */
export interface Bindings {
  readonly states: object;
  readonly variables: Variables;
}

/** Milliseconds and depth: an expression that loops for ever must not hold up the runner. */
const limits = { timeout: 10_000, stack: 500 };

/** Those of the definitions, each compiled once. */
const compiled = new Map<string, jsonata.Expression>();

/** "Any string that begins with {% and ends with %} is evaluated"; others are what they are. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}');
}

/** @throws JSONata's own error where the syntax is wrong */
export function compile(text: string): jsonata.Expression {
  const known = compiled.get(text) ?? jsonata(text.slice(2, -2), limits);
  compiled.set(text, known);
  return known;
}

/**
 * A value with all expressions in it replaced by what they give.
 *
 * @param where state and field, for the error
 * @throws StateError `States.QueryEvaluationError`
 */
export async function evaluate(value: unknown, bindings: Bindings, where: string): Promise<unknown> {
  if (isExpression(value)) return evaluateExpression(value, bindings, where);
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => evaluate(item, bindings, `${where}[${index}]`)));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    async ([key, item]) => [key, await evaluate(item, bindings, `${where}/${key}`)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function evaluateExpression(text: string, { states, variables }: Bindings, where: string): Promise<unknown> {
  const fail = (reason: string) =>
    new StateError('States.QueryEvaluationError', `${where}: the JSONata expression '${text.slice(2, -2)}' ${reason}`);
  let found: unknown;
  try {
    // No input document: Step Functions has none either, everything comes by $states and variables.
    found = await compile(text).evaluate(undefined, { ...variables, ...builtIns, states });
  } catch (error) {
    throw fail(`failed: ${(error as Error).message}`);
  }
  const json = JSON.stringify(found, (_, value) => {
    if (isFunction(value)) throw fail('returned a function, which is no JSON');
    return value;
  });
  if (json === undefined) throw fail('returned nothing (undefined)');
  // JSONata's arrays carry marks of their own, which must not go on.
  return JSON.parse(json);
}

/** Also as JSONata has them: objects with a mark. */
function isFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'function';
  return '_jsonata_function' in value || '_jsonata_lambda' in value;
}
