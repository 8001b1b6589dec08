import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';

/** The rooms are found by looking: one that is new has no README until somebody writes it. */
const rooms = [
  ...foldersIn('lambdas').filter((folder) => folder !== 'lambdas/shared'),
  ...['lambdas/shared', 'lib', 'lib/constructs', 'local', 'cli'].flatMap(foldersIn),
].filter((folder) => folder !== 'lib/constructs' && hasSources(folder));

/** What `git mv` leaves behind of a room are folders that the build once wrote into. */
function hasSources(folder: string): boolean {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).some(
    (file) => file.endsWith('.ts') && !file.endsWith('.generated.ts'),
  );
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`);
}

describe('the README of each room', () => {
  it('is looked for in functions, shared rooms, constructs, the runner and the commands', () => {
    const some = ['lambdas/dedup', 'lambdas/shared/frames', 'lib/config', 'lib/constructs/base', 'local/disk'];
    expect(rooms).toEqual(expect.arrayContaining([...some, 'cli/commands']));
  });

  it.each(rooms)('of %s says in 3 to 15 lines what comes in, what goes out and what may never happen', (room) => {
    const text = readme(room);

    expect(text.trimEnd().split('\n').length).toBeGreaterThanOrEqual(3);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
    expect(text).toMatch(new RegExp(`^# ${room.split('/').at(-1)}\n\n\\S`));
    for (const part of ['In', 'Out', 'Never', 'Docs']) expect(text).toContain(`\n- **${part}:** `);
  });

  it.each(rooms)('of %s names what there is', (room) => {
    const text = readme(room);

    expect(linksIn(text).filter((link) => !isThere(join(room, link)))).toEqual([]);
    expect(pathsIn(text).filter((path) => !isThere(path) && !isThere(join(room, path)))).toEqual([]);
  });
});

/** @throws Error that says what is to be done */
function readme(room: string): string {
  if (isThere(`${room}/README.md`)) return readFileSync(join(projectRoot, room, 'README.md'), 'utf8');
  throw new Error(`${room}: expected a README.md, found none. Say there what the folder is, as its neighbours do.`);
}

const isThere = (path: string): boolean => existsSync(join(projectRoot, path));

/** Targets of links into this project. */
function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)]+)\)/g)].flatMap(([, target = '']) => (/^https?:/.test(target) ? [] : [target]));
}

/** Files and folders of this project in backticks. A prefix in S3, such as `failed/`, is in no folder of it. */
function pathsIn(text: string): string[] {
  return [...text.replace(/\[[^\]]*\]\([^)]*\)/g, '').matchAll(/`([^`\s]+)`/g)].flatMap(([, path = '']) =>
    /\.(ts|mjs|json|md|sql)$/.test(path) || /^(lambdas|lib|local|cli|docs|scripts|test|schemas|bench)\//.test(path)
      ? [path]
      : [],
  );
}
