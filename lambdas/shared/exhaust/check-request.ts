import { describeError } from '../telemetry/describe-error.js';
import { faultMessage } from '../telemetry/fault-message.js';
import type { Validator } from '../telemetry/validators.js';
import { type AskedDates, findDateFault, type RangeLimits } from './arrival-range.js';
import * as generated from './configs.generated.js';
import { datasets, findDataset } from './datasets.js';

/** What is looked at of a request before it is taken. */
export interface ExhaustRequest {
  readonly dataset: string;
  readonly datasetConfig: unknown;
  /** Whether it came with an `encryptionKey`. */
  readonly hasKey: boolean;
}

const validators = generated as unknown as Readonly<Record<string, Validator>>;

/** What is wrong with a request, in words for who made it; `undefined` when it can be run. */
export function findRequestFault(request: ExhaustRequest, limits: RangeLimits): string | undefined {
  const dataset = findDataset(request.dataset);
  if (!dataset) {
    const names = datasets.map(({ name }) => name).join(', ');
    return `dataset: expected one of ${names}, found ${JSON.stringify(request.dataset.slice(0, 60))}`;
  }
  if (dataset.needsKey && !request.hasKey) {
    return `encryptionKey is empty: ${dataset.name} is only given out as a zip with a password`;
  }
  const isValid = validatorOf(dataset.name);
  if (!isValid(request.datasetConfig)) {
    const fault = describeError(request.datasetConfig, isValid.errors?.[0]);
    if (fault.pointer === '/conversationId' && lacks.has(fault.found)) return 'Request should have conversationId';
    return `datasetConfig${fault.pointer.replaceAll('/', '.')}: ${faultMessage({ ...fault, pointer: '' })}`;
  }
  return dataset.source.from === 'lake' ? findDateFault(request.datasetConfig as AskedDates, limits) : undefined;
}

/** How a value that isn't there, or is empty, is described. */
const lacks: ReadonlySet<string> = new Set(['nothing', 'null', '""']);

function validatorOf(name: string): Validator {
  const found = validators[name.replaceAll('-', '_')];
  if (!found) throw new Error(`${name}: no schema; add schemas/exhaust/${name}.json and run npm run build.`);
  return found;
}
