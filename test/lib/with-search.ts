import { readConfig } from '../../lib/config/config.js';
import { smallSearch } from '../../lib/config/stages/small-search.js';
import type { SunstreamConfig } from '../../lib/config/types.js';

/** Somebody who may look at dashboards. */
export const reader = 'arn:aws:iam::123456789012:role/analysts';

/** A stage with search on. Tests that take it as it is have one template together. */
export const withSearch = (stage: string, search: Partial<typeof smallSearch> = {}): SunstreamConfig => ({
  ...readConfig(stage),
  search: { ...smallSearch, readers: [reader], ...search },
});
