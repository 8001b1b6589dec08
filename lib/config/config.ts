import { nearestName } from '../../lambdas/shared/text/nearest-name.js';
import { checkConfig } from './check-config.js';
import { dev } from './stages/dev.js';
import { local } from './stages/local.js';
import { prod } from './stages/prod.js';
import { smallSearch } from './stages/small-search.js';
import type { SunstreamConfig } from './types.js';

const stages: Readonly<Record<string, SunstreamConfig>> = { dev, local, prod };

/**
 * Configuration of a stage, checked.
 *
 * @param options localSearch: there is an OpenSearch on this machine, so search is on in the stage even if it is off there
 * @throws Error naming the key, what was found and what was expected
 */
export function readConfig(stage: string, { localSearch = false } = {}): SunstreamConfig {
  const config = Object.hasOwn(stages, stage) ? stages[stage] : undefined;
  if (!config) {
    const near = nearestName(String(stage), Object.keys(stages));
    const file = /^[\w-]+$/.test(stage) ? stage : '<name>';
    const mend =
      near === undefined
        ? `Name one of them, or add lib/config/stages/${file}.ts and list it in lib/config/config.ts.`
        : `Did you mean ${near}?`;
    throw new Error(`stage: expected one of ${Object.keys(stages).join(', ')}, found "${stage}". ${mend}`);
  }
  checkConfig(config);
  return localSearch ? withSearch(config) : config;
}

/** Documents come as soon as files do. */
function withSearch(config: SunstreamConfig): SunstreamConfig {
  return { ...config, search: config.search ?? { ...smallSearch, bufferSeconds: config.lake.bufferSeconds } };
}
