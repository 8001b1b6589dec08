import { type Board, boardObjects } from './board.js';
import { emptySearches } from './empty-searches.js';
import { failures } from './failures.js';
import { funnels } from './funnels.js';
import { indexPattern, type SavedObject } from './saved-objects.js';
import { traffic } from './traffic.js';

/** One more dashboard is one file and one line. */
export const boards: readonly Board[] = [traffic, funnels, failures, emptySearches];

/** All that is imported into OpenSearch Dashboards. */
export const savedObjects: readonly SavedObject[] = [
  ...['telemetry', 'failed'].map(indexPattern),
  ...boards.flatMap(boardObjects),
];
