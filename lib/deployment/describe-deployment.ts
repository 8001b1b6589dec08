import type { CostLine } from '../cost/idle-cost.js';
import { listPrices } from '../cost/list-prices.js';

/**
 * What is about to be deployed, in one line: a stage that was not meant shows in its name, its region or its price.
 *
 * @param region `undefined` where neither a profile nor the environment names one
 */
export function describeDeployment(stackName: string, region: string | undefined, lines: readonly CostLine[]): string {
  const dollars = lines.reduce((sum, line) => sum + (line.dollars ?? 0), 0);
  const unpriced = lines.filter((line) => line.dollars === undefined).map(({ what }) => what);
  const without = unpriced.length > 0 ? ` without ${unpriced.join(', ')}, whose price is not at hand` : '';
  const where = region ?? 'that of your AWS credentials';
  const { region: priced, asOf } = listPrices;
  return `${stackName}: region ${where}; idle, before any event, about $${Math.round(dollars)} a month${without} (list prices of ${priced}, ${asOf}; docs/deploying.md).`;
}
