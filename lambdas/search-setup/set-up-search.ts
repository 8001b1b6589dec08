import { importDashboards } from './import-dashboards.js';
import { keepRetention } from './keep-retention.js';
import type { SearchPorts } from './ports.js';
import { putTemplates } from './put-templates.js';

export interface SearchSetup {
  /** Days that an index is kept. */
  readonly keepDays: number;
  /** Whether all parts must be there, as in AWS; else what is missing is told. */
  readonly complete?: boolean;
}

/**
 * Makes an OpenSearch ready for telemetry: the pipeline, the index templates, the retention and the dashboards. Done
 * again it changes nothing that stands.
 *
 * @returns what was done, or is missing, a line each
 * @throws DependencyError when OpenSearch refuses something; Error when a part is missing that must be there
 */
export async function setUpSearch(ports: SearchPorts, { keepDays, complete = false }: SearchSetup): Promise<string[]> {
  const missing = (told: string) => {
    if (complete) throw new Error(`OpenSearch: expected Index State Management and Dashboards, found ${told}`);
    return [told];
  };
  return [
    ...(await putTemplates(ports)),
    ...((await keepRetention(ports, keepDays)) ?? missing('no Index State Management: indices are never removed')),
    ...((await importDashboards(ports)) ?? missing('no OpenSearch Dashboards: none was imported')),
  ];
}
