import { DependencyError } from '../shared/function/errors.js';
import { expectDone, isUnknownApi } from './ask.js';
import { savedObjects } from './content/dashboards/boards.js';
import { printSavedObjects } from './content/dashboards/saved-objects.js';
import type { SearchPorts, SearchRequest } from './ports.js';

const boundary = 'sunstream-saved-objects';

/** Dashboards takes a form with a file whose name ends in `.ndjson`, from whoever says that he is no browser's forgery. */
const request: SearchRequest = {
  method: 'POST',
  path: '/_dashboards/api/saved_objects/_import',
  query: { overwrite: 'true' },
  headers: { 'osd-xsrf': 'true', 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: [
    `--${boundary}`,
    'Content-Disposition: form-data; name="file"; filename="sunstream.ndjson"',
    'Content-Type: application/x-ndjson',
    '',
    printSavedObjects(savedObjects),
    `--${boundary}--`,
    '',
  ].join('\r\n'),
};

interface ImportAnswer {
  readonly success?: boolean;
  readonly successCount?: number;
}

/**
 * Puts the dashboards over those of the same ids.
 *
 * @returns what was done; undefined where there is no OpenSearch Dashboards at this address
 * @throws DependencyError when it took not all of them
 */
export async function importDashboards({ ask }: SearchPorts): Promise<string[] | undefined> {
  const answer = await ask(request);
  if (isUnknownApi(answer)) return undefined;
  const { success, successCount } = expectDone(request, answer) as ImportAnswer;
  if (success !== true) {
    const found = JSON.stringify(answer.body).slice(0, 1_000);
    throw new DependencyError(
      `OpenSearch Dashboards: expected to import ${savedObjects.length} objects, found ${found}`,
    );
  }
  return [`dashboards: ${successCount} objects imported`];
}
