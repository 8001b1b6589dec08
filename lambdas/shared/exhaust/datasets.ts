import type { Dataset } from './dataset.js';
import { summary } from './datasets/summary.js';
import { telemetryRaw } from './datasets/telemetry-raw.js';
import { uciPrivateExhaust } from './datasets/uci-private-exhaust.js';
import { uciResponseExhaust } from './datasets/uci-response-exhaust.js';
import { type OutputFormat, outputFormats } from './job.js';

/** A dataset of whatever rows: they go from its source to its cells, and nobody else looks at them. */
// biome-ignore lint/suspicious/noExplicitAny: each dataset knows its own rows; the table holds them all
export type AnyDataset = Dataset<any, any>;

/** All that can be asked for, in the order in which they are listed to who asks for something else. */
export const datasets: readonly AnyDataset[] = [uciResponseExhaust, uciPrivateExhaust, telemetryRaw, summary];

export const datasetNames: readonly string[] = datasets.map(({ name }) => name);

/** @returns `undefined` where there is no dataset of that name */
export function findDataset(name: string): AnyDataset | undefined {
  return datasets.find((dataset) => dataset.name === name);
}

/** Formats that a dataset is written in, its default first: what has no columns is no table. All of them for no dataset. */
export function formatsOf(name: string): readonly OutputFormat[] {
  const dataset = findDataset(name);
  return dataset && 'line' in dataset.layout ? ['json'] : outputFormats;
}
