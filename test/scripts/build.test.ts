import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../lib/project-root.js';

/** A copy of what is built, with the project's own packages. */
const copied = ['bin', 'lib', 'lambdas', 'local', 'cli', 'bench', 'schemas', 'tracking-plans', 'scripts'];
const copiedFiles = ['package.json', 'package-lock.json', 'cdk.json', 'tsconfig.json'];

describe('the build that each command begins with', () => {
  let project: string;
  const at = (...path: string[]) => join(project, ...path);
  const read = (...path: string[]) => readFileSync(at(...path), 'utf8');
  const edit = (path: string, change: (text: string) => string) => writeFileSync(at(path), change(read(path)));
  const build = () => spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: project, encoding: 'utf8' });

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'sunstream-build-'));
    for (const name of [...copied, ...copiedFiles]) cpSync(join(projectRoot, name), at(name), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), at('node_modules'), 'junction');
    expect(build()).toMatchObject({ status: 0, stderr: '' });
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('leaves alone what was built of the same sources', () => {
    appendFileSync(at('dist/lib/project-root.js'), '// as it is');

    expect(build()).toMatchObject({ status: 0, stderr: '' });

    expect(read('dist/lib/project-root.js')).toContain('// as it is');
  });

  it('sees that a handler, a schema, a plan and a stage of the configuration were edited', () => {
    const byHand = (text: string) => `${text}\nexport const edited = 'by hand';\n`;
    edit('lambdas/ingest/handler.ts', byHand);
    edit('lib/config/stages/dev.ts', byHand);
    edit('schemas/telemetry/3.0/interrupt.json', (text) =>
      text.replace('"pageid":', '"editedByHand": { "type": "string" }, "pageid":'),
    );
    edit('tracking-plans/logout.json', (text) => text.replace('"step": "', '"step": "edited-'));

    expect(build()).toMatchObject({ status: 0, stderr: '' });

    expect(read('dist/lambdas/ingest/handler.js')).toContain('by hand');
    expect(read('dist/lib/config/stages/dev.js')).toContain('by hand');
    expect(read('dist/lambdas/shared/telemetry/validators.generated.js')).toContain('editedByHand');
    expect(read('dist/lambdas/enrich/tracking-plans.generated.js')).toContain('edited-logout');
  });

  it('takes away what has no source any more', () => {
    writeFileSync(at('local/short-lived.ts'), 'export {};\n');
    build();
    expect(existsSync(at('dist/local/short-lived.js'))).toBe(true);

    rmSync(at('local/short-lived.ts'));
    build();

    expect(existsSync(at('dist/local/short-lived.js'))).toBe(false);
  });

  it('makes again what it had written beside the sources and somebody has removed', () => {
    rmSync(at('lambdas/registry/validators.generated.ts'));

    build();

    expect(existsSync(at('lambdas/registry/validators.generated.ts'))).toBe(true);
  });

  it.each([
    ['a source', 'cli/commands/start/run.ts', 'const = ;'],
    ['a plan', 'tracking-plans/home.json', '{ "name": 5 }'],
  ])('changes nothing when %s is broken, says so, and builds once it is mended', (_, path, broken) => {
    const [before, whole] = [contentsOf(at('dist')), read(path)];
    writeFileSync(at(path), broken);

    const failed = build();

    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain(path.split('/').at(-1));
    expect(failed.stderr).not.toContain('at async');
    expect(contentsOf(at('dist'))).toEqual(before);
    writeFileSync(at(path), whole);
    expect(build()).toMatchObject({ status: 0, stderr: '' });
    expect(contentsOf(at('dist'))).toEqual(before);
  });

  it('is safe to run several times at once', async () => {
    edit('lib/project-root.ts', (text) => `${text}\nexport const edited = 'at once';\n`);
    const run = () => promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: project });

    await Promise.all([run(), run(), run(), run()]);

    const together = contentsOf(at('dist'));
    rmSync(at('dist'), { recursive: true });
    build();
    expect(together).toEqual(contentsOf(at('dist')));
    expect(read('dist/lib/project-root.js')).toContain('at once');
  });

  it('goes on where a process that was building is gone', () => {
    const gone = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    cpSync(at('schemas'), at('dist.lock'), { recursive: true });
    writeFileSync(at('dist.lock/pid'), gone);
    edit('lib/project-root.ts', (text) => `${text}\nexport const after = 'a crash';\n`);

    expect(build()).toMatchObject({ status: 0, stderr: '' });

    expect(read('dist/lib/project-root.js')).toContain('a crash');
    expect(existsSync(at('dist.lock'))).toBe(false);
  });
});

function contentsOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]));
}
