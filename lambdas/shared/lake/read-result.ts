import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';

/** A row of a query's result, by column; what is NULL is the empty text. */
export type ResultRecord = Readonly<Record<string, string>>;

/** The records of a result file as Athena writes it: CSV with a line of names, every value in quotes, quotes doubled. */
export function readResult(file: Readable): AsyncIterable<ResultRecord> {
  const parser = parse({ columns: true });
  // pipe() doesn't pass errors on: a file that breaks off would look like one that ends.
  file.on('error', (error) => parser.destroy(error));
  parser.on('close', () => file.destroy());
  return file.pipe(parser);
}
