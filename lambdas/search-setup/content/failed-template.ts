import { failedFields } from './fields/failed-fields.js';
import { indexSettings } from './index-settings.js';

/** Failed events of a day, and those built again from the lake. */
export const failedPatterns = ['failed-*', 'rebuilt-failed-*'] as const;

/** Composable index template `failed`. */
export const failedTemplate = {
  index_patterns: failedPatterns,
  priority: 100,
  template: {
    settings: indexSettings,
    mappings: { dynamic: false, date_detection: false, properties: failedFields },
  },
  _meta: { description: 'Failed events of Sunstream, a day an index' },
};
