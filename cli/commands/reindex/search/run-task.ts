import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@opensearch-project/opensearch';
import { withRetries } from './retry.js';

/** What a task over many documents did: "Reindex, Delete by query, response". */
export interface TaskResult {
  readonly created?: number;
  readonly deleted?: number;
  readonly version_conflicts?: number;
  readonly failures?: readonly unknown[];
}

const pollMs = 250;

/**
 * Starts a task in the background and waits for its end: it may take longer than gateways keep a request.
 *
 * @throws Error when it failed, for some documents or as a whole
 */
export async function runTask(client: Client, begin: () => Promise<{ readonly body: object }>): Promise<TaskResult> {
  const { body } = await begin();
  const id = String((body as { readonly task?: unknown }).task);
  for (;;) {
    const { body: state } = await withRetries(() => client.tasks.get({ task_id: id }));
    const {
      completed,
      error,
      response = {},
    } = state as {
      completed: boolean;
      error?: object;
      response?: TaskResult;
    };
    if (!completed) {
      await delay(pollMs);
      continue;
    }
    const failures = response.failures ?? [];
    if (error || failures.length > 0)
      throw new Error(`OpenSearch, task ${id}: ${JSON.stringify(error ?? failures[0])}`);
    return response;
  }
}
