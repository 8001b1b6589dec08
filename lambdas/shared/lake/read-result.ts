import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { ResultRecord } from '../exhaust/dataset.js';

/** The records of a result file as Athena writes it: CSV with a line of names, every value in quotes, quotes doubled. */
export function readResult(file: Readable): AsyncIterable<ResultRecord> {
  const parser = parse({ columns: true });
  // pipe() doesn't pass errors on: a file that breaks off would look like one that ends.
  file.on('error', (error) => parser.destroy(error));
  parser.on('close', () => file.destroy());
  return file.pipe(parser);
}
