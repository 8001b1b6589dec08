import { eventFields } from './fields/event-fields.js';
import { fitPipelineName } from './fit-pipeline.js';
import { indexSettings } from './index-settings.js';

/** Events of a day, and those built again from the lake. */
export const telemetryPatterns = ['telemetry-*', 'rebuilt-telemetry-*'] as const;

/** Composable index template `telemetry`. */
export const telemetryTemplate = {
  index_patterns: telemetryPatterns,
  priority: 100,
  template: {
    settings: { ...indexSettings, 'index.final_pipeline': fitPipelineName },
    mappings: { dynamic: false, date_detection: false, properties: eventFields },
  },
  _meta: { description: 'Enriched events of Sunstream, a day an index' },
};
