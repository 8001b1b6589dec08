import { failedPatterns } from './failed-template.js';
import { telemetryPatterns } from './telemetry-template.js';

export const retentionPolicyName = 'sunstream-retention';

/** Indices that the policy is about, as a path says them. */
export const retainedIndices = [...telemetryPatterns, ...failedPatterns].join(',');

/**
 * Index State Management: an index is removed some days after it was made. OpenSearch attaches it to new indices by
 * their names.
 *
 * @param keepDays of an index; one that was built again from the lake starts anew
 */
export const retentionPolicy = (keepDays: number) => ({
  description: `Removes an index of Sunstream ${keepDays} days after it was made`,
  default_state: 'kept',
  states: [
    {
      name: 'kept',
      actions: [],
      transitions: [{ state_name: 'removed', conditions: { min_index_age: `${keepDays}d` } }],
    },
    { name: 'removed', actions: [{ delete: {} }], transitions: [] },
  ],
  ism_template: [{ index_patterns: [...telemetryPatterns, ...failedPatterns], priority: 100 }],
});
