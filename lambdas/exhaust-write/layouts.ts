import type { Cell, CellContext, Dataset } from '../shared/exhaust/dataset.js';
import { type CsvDialectName, csvDialects, neutralise } from './csv-dialects.js';

export interface LayoutSettings {
  readonly dialect: CsvDialectName;
  /** Whether texts that a spreadsheet would compute get an apostrophe in front. */
  readonly neutraliseFormulas: boolean;
}

/** How rows become a file. */
export interface Layout<Row> {
  readonly extension: 'csv' | 'json';
  readonly head: string;
  readonly line: (row: Row) => string;
}

/** The layout of a run's file: CSV where the dataset has columns and nothing else was asked for, else an object a line. */
export function layoutOf<Row>(
  { layout }: Pick<Dataset<Row>, 'layout'>,
  context: CellContext,
  { dialect: name, neutraliseFormulas }: LayoutSettings,
): Layout<Row> {
  if ('line' in layout) return { extension: 'json', head: '', line: (row) => `${layout.line(row)}\n` };
  const { columns } = layout;
  if (context.run.outputFormat === 'json') {
    const line = (row: Row) =>
      JSON.stringify(Object.fromEntries(columns.map(({ header, cell }) => [header, cell(row, context)])));
    return { extension: 'json', head: '', line: (row) => `${line(row)}\n` };
  }
  const { cell: write, lineEnd } = csvDialects[name];
  const shown = neutraliseFormulas ? (value: Cell) => write(neutralise(value)) : write;
  return {
    extension: 'csv',
    head: columns.map(({ header }) => header).join(',') + lineEnd,
    line: (row) => columns.map(({ cell }) => shown(cell(row, context))).join(',') + lineEnd,
  };
}
