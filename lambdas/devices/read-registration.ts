import { isObject, kindOf } from '../shared/telemetry/describe-value.js';

/** What a device says of itself, as far as it is kept: no push token, no user, no address. */
export interface Registration {
  readonly devicespec?: Readonly<Record<string, unknown>>;
  readonly userdeclared?: { readonly state?: string; readonly district?: string };
  readonly producer?: string;
  /** Epoch milliseconds; checked by who knows the time. */
  readonly firstaccess?: number;
}

/** Characters of a text that is kept, and of a `dspec` as JSON. */
const [maxText, maxSpec] = [256, 4_096];

/**
 * Reads the body of a registration, a JSON value. What is of the wrong kind, too long or unknown counts as not said, as upstream has it.
 *
 * @returns what is wrong, where the body is no object
 */
export function readRegistration(body: unknown): Registration | { readonly fault: string } {
  if (!isObject(body)) return { fault: `body: expected object, found ${kindOf(body)}` };
  const said = isObject(body.request) ? body.request : {};
  const { state, district } = isObject(said.userDeclaredLocation) ? said.userDeclaredLocation : {};
  return given({
    devicespec: readSpec(said.dspec),
    userdeclared: nonEmpty(given({ state: readText(state), district: readText(district) })),
    producer: readText(said.producer),
    firstaccess: Number.isSafeInteger(said.first_access) ? (said.first_access as number) : undefined,
  });
}

/** Telemetry 3.0's dspec is flat: texts, numbers, and `cap`, a list of texts. */
function readSpec(value: unknown): Registration['devicespec'] {
  if (!isObject(value)) return undefined;
  const said = Object.entries(value).map(([key, one]) => [key, Array.isArray(one) ? one.filter(isSaid) : one] as const);
  const flat = said.filter(([, one]) => isScalar(one) || (Array.isArray(one) && one.every(isScalar)));
  const spec = nonEmpty(Object.fromEntries(flat));
  return spec && JSON.stringify(spec).length <= maxSpec ? spec : undefined;
}

/** `null` counts as not said, in a list too. */
function isSaid(value: unknown): boolean {
  return value !== null;
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function readText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxText) return undefined;
  return value.trim().toWellFormed() || undefined;
}

function nonEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

/** The object without what is `undefined`. */
function given<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
