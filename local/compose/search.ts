import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCustomResource } from '../services/cloudformation/custom-resource.js';
import type { Delivered } from '../services/firehose/destinations/opensearch.js';
import type { LocalFunction } from '../services/lambda/local-function.js';
import type { SearchEngine } from '../services/opensearch/search-engine.js';
import type { Template } from '../template/template.js';

/** The OpenSearch of this machine, as the runner uses it. */
export interface LocalSearch {
  /** Absent where search is off. */
  readonly engine: SearchEngine | undefined;
  /** Writes down what was indexed, as the functions' metrics are, for the books. */
  onIndexed(delivered: Delivered): void;
  /** Runs what sets up the engine: templates are there before the first document. @throws Error when it can't */
  setUp(functions: ReadonlyMap<string, LocalFunction>): Promise<void>;
}

/** @param engine absent where search is off */
export function startSearch(template: Template, engine: SearchEngine | undefined, logFolder: string): LocalSearch {
  return {
    engine,
    onIndexed({ indexed, failed }) {
      mkdirSync(logFolder, { recursive: true });
      const line = { _aws: { Timestamp: Date.now() }, stage: 'search', indexed, failed };
      appendFileSync(join(logFolder, 'search-delivery.log'), `${JSON.stringify(line)}\n`);
    },
    async setUp(functions) {
      if (!engine) return;
      for (const resource of template.ofType('Custom::SearchSetup')) {
        const fn = functions.get(resource.properties.ServiceToken);
        if (!fn)
          throw new Error(`${resource.id}: expected a function of this template as its ServiceToken, found none.`);
        await createCustomResource(resource, fn);
      }
    },
  };
}
