import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';
import { expandFragments } from '../../scripts/expand-fragments.mjs';

const folder = join(projectRoot, 'lambdas/shared/exhaust/queries');
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

describe('a fragment', () => {
  it('stands in a query with its arguments, without comments and indentation', () => {
    const sql = '-- What it is.\nSELECT {{or a, 1}} AS a\n  FROM t';

    expect(expandFragments(sql, { or: '-- Why.\n  coalesce($1,\n    $2, $1)' })).toBe(
      'SELECT coalesce(a,\n1, a) AS a\nFROM t',
    );
  });

  it.each([
    ['{{other a}}', '{{other}}: expected one of or'],
    ['{{or a}}', '{{or}}: expected 2 arguments, found 1: a'],
    ['{{or a, b, c}}', '{{or}}: expected 2 arguments, found 3: a, b, c'],
    ['SELECT {{or}} FROM t', 'expected {{name argument, …}}, found SELECT {{or}} FROM t'],
  ])('is refused as %s', (sql, message) => {
    expect(() => expandFragments(sql, { or: 'coalesce($1, $2)' })).toThrow(message);
  });
});

it.each(sources)('%s makes no number of a text but by the fragment for it', (_, sql) => {
  expect(sql).not.toMatch(/AS (bigint|double|integer|decimal)|\b(floor|round)\(/i);
});
