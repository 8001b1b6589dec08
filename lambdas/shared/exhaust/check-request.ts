import { dayOf } from '../lake/days.js';
import { describeError, type RequiredTypes } from '../telemetry/describe-error.js';
import { isObject } from '../telemetry/describe-value.js';
import { faultMessage } from '../telemetry/fault-message.js';
import type { Validator } from '../telemetry/validators.js';
import { type AskedDates, arrivalRange, findDateFault, findRangeFault, type RangeLimits } from './arrival-range.js';
import * as generated from './configs.generated.js';
import { type AnyDataset, datasetNames, findDataset } from './datasets.js';
import { findUnknownKey, findUnknownName } from './unknown-key.js';

/** What is looked at of a request before it is taken. */
export interface DataRequest {
  readonly dataset: string;
  readonly datasetConfig: unknown;
  /** Whether it came with an `encryptionKey`. */
  readonly hasKey: boolean;
}

type ConfigKeys = Readonly<Record<string, readonly string[]>>;

const validators = generated as unknown as Readonly<Record<string, ConfigValidator>>;

interface ConfigValidator extends Validator {
  readonly requiredTypes: RequiredTypes;
}

/** What is wrong with a request, in words for who made it; `undefined` when it can be run. */
export function findRequestFault(request: DataRequest, limits: RangeLimits): string | undefined {
  const dataset = findDataset(request.dataset);
  if (!dataset) return findUnknownName('dataset', request.dataset, datasetNames);
  if (dataset.needsKey && !request.hasKey) {
    return `encryptionKey is empty: ${dataset.name} is only given out as a zip with a password`;
  }
  const config = withoutNulls(request.datasetConfig);
  const unknown = isObject(config)
    ? findUnknownKey('datasetConfig', config, (generated.configKeys as ConfigKeys)[dataset.name] ?? [])
    : undefined;
  if (unknown !== undefined) return unknown;
  const isValid = validatorOf(dataset.name);
  if (!isValid(config)) {
    const fault = describeError(config, isValid.errors?.[0], isValid.requiredTypes);
    if (fault.pointer === '/conversationId' && lacks.has(fault.found)) return 'Request should have conversationId';
    return `datasetConfig${fault.pointer.replaceAll('/', '.')}: ${faultMessage({ ...fault, pointer: '' })}`;
  }
  return dataset.source.from === 'lake' ? findLakeFault(dataset, config as AskedDates, limits) : undefined;
}

/**
 * `findRequestFault` as of a time in epoch milliseconds.
 *
 * @param maxDays days that a request may have at most
 */
export function requestChecker(timeZone: string, maxDays: number) {
  return (request: DataRequest, now: number): string | undefined =>
    findRequestFault(request, { today: dayOf(now, timeZone), maxDays });
}

/** What a request about a conversation leaves out is the bot's, and is looked at when the bot is. */
function findLakeFault({ subject }: AnyDataset, asked: AskedDates, limits: RangeLimits): string | undefined {
  const fault = findDateFault(asked, limits);
  if (fault !== undefined || subject === 'conversation') return fault;
  return findRangeFault(arrivalRange(asked, undefined, limits.today), limits);
}

/** A key that is null counts as left out. */
function withoutNulls(config: unknown): unknown {
  return isObject(config) ? Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null)) : config;
}

/** How a value that isn't there, or is empty, is described. */
const lacks: ReadonlySet<string> = new Set(['nothing', '""']);

function validatorOf(name: string): ConfigValidator {
  const found = validators[name.replaceAll('-', '_')];
  if (!found) throw new Error(`${name}: no schema; add schemas/exhaust/${name}.json and run npm run build.`);
  return found;
}
