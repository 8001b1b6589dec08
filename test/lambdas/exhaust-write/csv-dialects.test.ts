import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvDialects, neutralise } from '../../../lambdas/exhaust-write/csv-dialects.js';
import { growthOf } from '../../growth.js';

const { spark, rfc4180 } = csvDialects;

/** Reads a line as Spark wrote it: quotes around a cell, and in them a backslash before a quote or another backslash. */
function decodeSpark(line: string): (string | null)[] {
  const cells = line.matchAll(/(?:"((?:\\.|[^"\\])*)"|([^,"]*))(?:,|$)/gs);
  const read = [...cells].map(([, quoted, plain = '']) => (quoted === undefined ? plain || null : unescaped(quoted)));
  // A line that doesn't end in a comma has another match behind its last cell, of nothing.
  return line === '' || line.endsWith(',') ? read : read.slice(0, -1);
}

const unescaped = (text: string) => text.replace(/\\(.)/gs, '$1');
const trimmed = (value: string) => value.replace(/^[\0- ]+|[\0- ]+$/g, '');
const special = fc.constantFrom(',', '"', '\\', '\n', '\r', ' ', 'a', 'ä', '=', "'", '\0');
const anyText = fc.oneof(fc.string({ unit: special, maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }));
const anyRow = fc.array(fc.option(anyText), { minLength: 1, maxLength: 5 });

describe('the dialect of Spark', () => {
  it.each([
    ['mcq', 'mcq'],
    ['', '""'],
    ['  ', '""'],
    [null, ''],
    [0, '0'],
    [-1.5, '-1.5'],
    ['a,b', '"a,b"'],
    ['say "x"', String.raw`"say \"x\""`],
    ['Are you present?\n', '"Are you present?"'],
    ['two\nlines', '"two\nlines"'],
    [' in front', 'in front'],
    ['a,b ', '"a,b"'],
    ['C:\\x', 'C:\\x'],
    ['C:\\x, D', '"C:\\\\x, D"'],
    ['=1+1', '=1+1'],
    [`it's`, `it's`],
  ])('writes %j as %s', (value, cell) => {
    expect(spark.cell(value)).toBe(cell);
  });

  it('is read back as what was written, but for blanks at the ends', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const line = row.map((value) => spark.cell(value)).join(',');

        expect(decodeSpark(line)).toEqual(row.map((value) => (value === null ? null : trimmed(value))));
      }),
    );
  });
});

describe('the dialect of RFC 4180', () => {
  it.each([
    ['mcq', 'mcq'],
    ['', ''],
    [null, ''],
    [0.5, '0.5'],
    ['say "x"', '"say ""x"""'],
    [' in front\n', '" in front\n"'],
    ['C:\\x', 'C:\\x'],
  ])('writes %j as %s', (value, cell) => {
    expect(rfc4180.cell(value)).toBe(cell);
  });

  it('is read by another’s parser as what was written, to the letter', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const line = row.map((value) => rfc4180.cell(value)).join(',') + rfc4180.lineEnd;

        const [read = ['']] = parse(line, { record_delimiter: rfc4180.lineEnd });

        expect(read).toEqual(row.map((value) => value ?? ''));
      }),
    );
  });
});

describe('what a spreadsheet would compute', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1+1', '\n@SUM(A1)'])(
    'is text with an apostrophe: %j',
    (formula) => {
      expect(neutralise(formula)).toBe(`'${formula}`);
    },
  );

  it.each(['1=1', 'a', '', -1, null])('is nothing else, and no number of ours: %j', (value) => {
    expect(neutralise(value)).toBe(value);
  });
});

describe('the time that a cell takes', () => {
  it.each([
    ['spark', spark.cell],
    ['rfc4180', rfc4180.cell],
    ['a formula made harmless', neutralise],
  ])('grows with its length and no faster, whatever is repeated in it: %s', (_, write) => {
    const piece = fc.string({ unit: special, minLength: 1, maxLength: 3 });
    const end = fc.string({ unit: special, maxLength: 2 });
    fc.assert(
      fc.property(end, piece, end, (before, repeated, after) => {
        const make = (length: number) => `${before}${repeated.repeat(length / repeated.length)}${after}`;

        expect(growthOf(write, make)).toBeLessThan(4);
      }),
      { examples: [['a', ' ', 'a']], numRuns: 30, endOnFailure: true },
    );
  });
});
