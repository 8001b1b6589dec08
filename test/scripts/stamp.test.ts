import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStamp } from '../../scripts/build/stamp.mjs';

describe('the stamp of what is built', () => {
  let project: string;
  const write = (path: string, text: string) => writeFileSync(join(project, path), text);

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'sunstream-stamp-'));
    for (const folder of ['lambdas/dedup', 'local']) mkdirSync(join(project, folder), { recursive: true });
    write('lambdas/dedup/handler.ts', 'export {};\n');
    write('lambdas/dedup/README.md', '# dedup\n');
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('stays as it is when a README is edited or added', () => {
    const before = readStamp(project);

    write('lambdas/dedup/README.md', '# dedup\n\nDrops events that came before.\n');
    write('local/README.md', '# local\n');

    expect(readStamp(project)).toEqual(before);
  });

  it('is another one when a source is edited', () => {
    const before = readStamp(project);

    write('lambdas/dedup/handler.ts', 'export const edited = true;\n');

    expect(readStamp(project).stack).not.toBe(before.stack);
    expect(readStamp(project).sources).not.toBe(before.sources);
  });
});
