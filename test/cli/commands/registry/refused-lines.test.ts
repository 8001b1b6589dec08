import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RefusedLines } from '../../../../cli/commands/registry/refused-lines.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const fault = { pointer: '/id', expected: 'a value', found: 'nothing' };

/** Refuses some lines of an import that begins with a line. */
function refuse(source: string, from: number, ...lines: number[]): number {
  const refused = new RefusedLines(source, from);
  for (const line of lines) refused.add(line, fault);
  refused.close();
  return refused.count;
}
const told = (file: string): number[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).line);

describe('the report of refused lines', () => {
  it('is of this import alone, and is none where nothing was refused', () => {
    const source = join(folder(), 'users.jsonl');
    const file = `${source}.refused.jsonl`;
    refuse(source, 1, 2, 9);

    const second = refuse(source, 1, 3);

    expect([second, told(file), statSync(file).mode & 0o777]).toEqual([1, [3], 0o600]);
    refuse(source, 1);
    expect(existsSync(file)).toBe(false);
  });

  it('keeps what an import refused that is gone on with, before the line where it broke off', () => {
    const source = join(folder(), 'users.jsonl');
    refuse(source, 1, 2, 9, 5);

    const count = refuse(source, 6, 9, 12);

    expect([count, told(`${source}.refused.jsonl`)]).toEqual([2, [2, 5, 9, 12]]);
  });
});
