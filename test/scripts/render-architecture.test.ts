import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';
import { type Import, importsOf, readSources } from '../../scripts/read-imports.mjs';
import {
  betweenRooms,
  findCircle,
  renderArchitecture,
  roomOf,
  withPicture,
} from '../../scripts/render-architecture.mjs';

const sources = readSources(projectRoot);
const files = sources.map(({ file }) => file);
const imports = importsOf(sources);
const page = readFileSync(join(projectRoot, 'docs/architecture.md'), 'utf8');

/** A chapter of the page, by its heading. */
const chapter = (heading: string) => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const mapped = [...chapter('The house').matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, room = '']) => room);
/** Whatever a page names in backticks that lies in a folder of the project; patterns such as `<name>` and `*` aside. */
const namedIn = (file: string) =>
  [
    ...readFileSync(join(projectRoot, file), 'utf8').matchAll(
      /`((?:bench|bin|cli|docs|lambdas|lib|local|schemas|scripts|test|tracking-plans)\/[^`\s<*]*)`/g,
    ),
  ].map(([, path = '']) => path);

/** The steps of the walks, each with the files that it names. */
const steps = chapter('Three walks')
  .split(/^(?=### |\d\. )/m)
  .filter((part) => /^\d\. /.test(part))
  .map((step) => [...step.matchAll(/`([^`]+\.ts)`/g)].map(([, file = '']) => file));

/** All that a file imports, and what that imports, and so on. */
function reachedFrom(file: string): Set<string> {
  const reached = new Set([file]);
  for (const at of reached) for (const { from, to } of imports) if (from === at) reached.add(to);
  return reached;
}

const importing = (...pairs: readonly string[]): Import[] =>
  pairs.map((pair) => {
    const [from = '', to = ''] = pair.split(' > ');
    return { from, to };
  });

describe('docs/architecture.md', () => {
  it('draws the imports that there are: npm run docs:architecture', () => {
    expect(withPicture(page, renderArchitecture(files, imports)) === page).toBe(true);
  });

  it('has a line in its map for each room and each folder of sources, and for nothing else', () => {
    const isSource = (name: string) => !/^(\.|node_modules$|dist|cdk\.out|coverage)/.test(name);
    const folders = readdirSync(projectRoot, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isSource(entry.name))
      .map(({ name }) => name);
    const rooms = new Set(files.map(roomOf));
    const isInside = (folder: string) => [...rooms].some((room) => room.startsWith(`${folder}/`));

    expect(mapped.toSorted()).toEqual(
      [...rooms, ...folders.filter((folder) => !rooms.has(folder) && !isInside(folder))].toSorted(),
    );
  });

  it('walks a batch, a frame and a job from a handler to what it reaches', () => {
    expect(steps.map(([door]) => door)).toEqual(
      ['authorize', 'ingest', 'dedup', 'enrich', 'exhaust-api', 'exhaust-run', 'exhaust-write'].map(
        (name) => `lambdas/${name}/handler.ts`,
      ),
    );
    for (const [door = '', ...others] of steps) {
      const reached = reachedFrom(door);
      expect([door, others.filter((file) => !reached.has(file))]).toEqual([door, []]);
    }
  });

  it('walks no way back: a step reaches no other function', () => {
    for (const [door = ''] of steps) {
      const rooms = [...reachedFrom(door)].map(roomOf).filter((room) => !room.startsWith('lambdas/shared/'));
      expect(new Set(rooms)).toEqual(new Set([roomOf(door)]));
    }
  });
});

describe.each([
  { name: 'docs/architecture.md', atLeast: 100 },
  { name: 'CONTRIBUTING.md', atLeast: 30 },
])('$name', ({ name, atLeast }) => {
  it('names files and folders that are there', () => {
    const named = namedIn(name);

    expect(named.length).toBeGreaterThan(atLeast);
    expect(named.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });
});

describe('rooms', () => {
  it('form no circle', () => {
    expect(findCircle(betweenRooms(imports))).toBeUndefined();
  });

  it('that form a circle are named, in order, and not drawn', () => {
    const circular = importing('lib/a/x.ts > lib/b/x.ts', 'lib/b/y.ts > lib/c/x.ts', 'lib/c/y.ts > lib/b/z.ts');

    expect(findCircle(betweenRooms(circular))).toEqual(['lib/b', 'lib/c', 'lib/b']);
    expect(() => renderArchitecture(['lib/a/x.ts'], circular)).toThrow('lib/b → lib/c → lib/b');
  });

  it('may have several ways down to one', () => {
    const ways = importing('lib/a/x.ts > lib/b/x.ts', 'lib/a/x.ts > lib/c/x.ts', 'lib/b/x.ts > lib/c/x.ts');

    expect(findCircle(betweenRooms(ways))).toBeUndefined();
  });

  it('are told by where a file lies', () => {
    expect(
      ['lib/start.ts', 'lambdas/enrich/aws/x.ts', 'lambdas/shared/lake/aws/x.ts', 'cli/commands/demo/a/x.ts'].map(
        roomOf,
      ),
    ).toEqual(['lib/start.ts', 'lambdas/enrich', 'lambdas/shared/lake', 'cli/commands/demo']);
    expect(['bench/soak/x.ts', 'bin/app.ts', 'cli/terminal/x.ts'].map(roomOf)).toEqual([
      'bench',
      'bin',
      'cli/terminal',
    ]);
  });
});

describe('imports', () => {
  it('are read in each form, types included; packages and built files are none', () => {
    const text = [
      "import type { A } from './a.js';",
      "import {\n  b,\n} from '../b/b.js';",
      "import './a.js';",
      "export { c } from './a.js';",
      "const late = await import('../b/b.js');",
      "import { join } from 'node:path';",
      "import { d } from './d.generated.js';",
    ].join('\n');
    const found = importsOf([
      { file: 'lib/a/x.ts', text },
      { file: 'lib/a/a.ts', text: '' },
      { file: 'lib/b/b.ts', text: '' },
    ]);

    expect(found.map(({ to }) => to)).toEqual([
      'lib/a/a.ts',
      'lib/b/b.ts',
      'lib/a/a.ts',
      'lib/a/a.ts',
      'lib/b/b.ts',
      'lib/a/d.generated.ts',
    ]);
  });

  it('of a file that is not there are an error', () => {
    expect(() => importsOf([{ file: 'lib/a/x.ts', text: "import './y.js';" }])).toThrow(
      'lib/a/x.ts: expected a file at lib/a/y.ts, found none.',
    );
  });
});

describe('the picture', () => {
  it('has each box after all that point at it', () => {
    const picture = renderArchitecture(
      ['lib/a/x.ts', 'lib/b/x.ts', 'lib/c/x.ts'],
      importing('lib/c/x.ts > lib/a/x.ts', 'lib/b/x.ts > lib/c/x.ts'),
    );
    const [, own = ''] = picture.split('`lib/`:');

    expect([...own.matchAll(/\["(.*)"\]/g)].map(([, room]) => room)).toEqual(['lib/b', 'lib/c', 'lib/a']);
    expect(own).toContain('r_lib_c --> r_lib_a');
  });

  it('has its place between two lines, which must be there', () => {
    expect(() => withPicture('# A page', 'a picture')).toThrow('found one of them missing');
  });
});
