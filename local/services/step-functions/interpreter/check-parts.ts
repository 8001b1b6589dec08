import { compile, isExpression } from './expressions.js';
import { jsonPathField } from './known-fields.js';

/** Refuses a definition. @throws Error */
export type Report = (expected: string) => void;

/** What a definition may name. */
export interface Known {
  /** Resource ARNs. */
  readonly integrations: readonly string[];
  readonly readers: readonly string[];
}

/** What a check needs besides the state. */
export interface Surroundings {
  readonly machine: string;
  readonly language: string | undefined;
  readonly known: Known;
  readonly report: Report;
}

/** Refuses fields that the runner would not honour. */
export function checkFields(part: object, fields: readonly string[], report: Report): void {
  const unknown = Object.keys(part).filter((name) => !fields.includes(name));
  const jsonPath = unknown.find((name) => jsonPathField.test(name));
  if (jsonPath) report(`expected the fields of JSONata, found ${jsonPath}, which is JSONPath's.`);
  if (unknown.length > 0) {
    report(
      `expected fields that the local runner honours (${fields.join(', ')}), found ${unknown.join(', ')}. Build them in local/services/step-functions/interpreter/ and list them in its known-fields.ts.`,
    );
  }
}

/** @param file in local/services/step-functions/interpreter/, where one can be added */
export function checkOneOf(
  found: unknown,
  expected: readonly string[],
  what: string,
  report: Report,
  file?: string,
): void {
  if (expected.includes(found as string)) return;
  const mend = file ? ` Add it in local/services/step-functions/interpreter/${file}.` : '';
  report(`${what} expected one of ${expected.join(', ')}, found ${found}.${mend}`);
}

/** Refuses expressions that are no JSONata, wherever in the state they are. */
export function checkExpressions(value: unknown, report: Report, path = ''): void {
  if (isExpression(value)) checkSyntax(value, report, path);
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  for (const [key, item] of parts) {
    // The states in a Map or a Parallel are looked at by themselves.
    if (key !== 'States') checkExpressions(item, report, `${path}/${key}`);
  }
}

function checkSyntax(text: string, report: Report, path: string): void {
  try {
    compile(text);
  } catch (error) {
    report(`${path.slice(1)}: expected JSONata, found ${text}: ${(error as Error).message}`);
  }
}
