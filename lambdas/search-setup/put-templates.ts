import { askFor } from './ask.js';
import { failedTemplate } from './content/failed-template.js';
import { fitPipeline, fitPipelineName } from './content/fit-pipeline.js';
import { telemetryTemplate } from './content/telemetry-template.js';
import type { SearchPorts } from './ports.js';

/** In this order: an index whose pipeline isn't there refuses every document. */
const parts: Readonly<Record<string, object>> = {
  [`/_ingest/pipeline/${fitPipelineName}`]: fitPipeline,
  '/_index_template/telemetry': telemetryTemplate,
  '/_index_template/failed': failedTemplate,
};

/**
 * What new indices are made by; those that are there stay as they are, but for the pipeline.
 *
 * @throws DependencyError when OpenSearch refuses one
 */
export async function putTemplates(ports: SearchPorts): Promise<string[]> {
  for (const [path, body] of Object.entries(parts)) await askFor(ports, { method: 'PUT', path, body });
  return Object.keys(parts).map((path) => `${path.slice(2).replace('/', ' ')}: put`);
}
