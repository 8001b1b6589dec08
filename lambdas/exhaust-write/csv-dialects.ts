import type { Cell } from '../shared/exhaust/dataset.js';

/** One way to write CSV. */
export interface CsvDialect {
  readonly cell: (value: Cell) => string;
  readonly lineEnd: string;
}

export type CsvDialectName = 'spark' | 'rfc4180';

/**
 * All that Java's trim() takes away: space and every control character. A run of them is looked at from its start alone:
 * from each of its blanks on, an answer with 100,000 of them in the middle would take ten seconds.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const outerBlanks = /^[\u0000- ]+|(?<![\u0000- ])[\u0000- ]+$/g;
const sparkSpecial = /[,"\n\r]/;
const rfcSpecial = /[,"\n\r]/;

export const csvDialects: Readonly<Record<CsvDialectName, CsvDialect>> = {
  /**
   * As Spark 2.4 wrote the exports that people's tools were made for: values are trimmed,
   * only one that had a comma, a quote or a line break before is quoted, and in it a quote and a backslash get a backslash. Nothing is nothing, and an
   * empty text is `""`.
   */
  spark: {
    lineEnd: '\n',
    cell: (value) => {
      if (value === null) return '';
      if (typeof value === 'number') return String(value);
      const trimmed = value.replace(outerBlanks, '');
      if (trimmed === '') return '""';
      return sparkSpecial.test(value) ? `"${trimmed.replace(/[\\"]/g, '\\$&')}"` : trimmed;
    },
  },
  /** RFC 4180: a quote is doubled, lines end in CRLF, nothing is changed. It has no word for nothing. */
  rfc4180: {
    lineEnd: '\r\n',
    cell: (value) => {
      const text = value === null ? '' : String(value);
      return rfcSpecial.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    },
  },
};

/** OWASP, "CSV injection": what a spreadsheet takes for the start of a formula; blanks before it may be trimmed away. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const formulaStart = /^[\u0000- ]*[=+\-@]|^[\t\r]/;

/** A text that a spreadsheet shows and doesn't compute. Numbers are ours and stay. */
export function neutralise(value: Cell): Cell {
  return typeof value === 'string' && formulaStart.test(value) ? `'${value}` : value;
}
