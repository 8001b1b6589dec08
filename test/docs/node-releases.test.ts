import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';

interface Package {
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const read = (...path: string[]) => readFileSync(join(projectRoot, ...path), 'utf8');
const packageOf = (...path: string[]) => JSON.parse(read(...path, 'package.json')) as Package;
const ours = packageOf();

/** The least version that a range like `>=20.15.0` or `^20.9 || >=22` lets through, of release 20 where it has one. */
function leastOf(range: string): readonly number[] {
  const versions = [...range.matchAll(/(\d+)(?:\.(\d+))?(?:\.(\d+))?/g)].map((found) =>
    found.slice(1).map((part) => Number(part ?? 0)),
  );
  return versions.find(([major]) => major === 20) ?? versions[0] ?? [0, 0, 0];
}

describe('The oldest Node', () => {
  it('is the one that docs/dependencies.md names first', () => {
    const [, oldest] = /^\| (\d+\.\d+) and later \|/m.exec(read('docs/dependencies.md')) ?? [];

    expect(ours.engines?.node).toBe(`>=${oldest}.0`);
  });

  it.each(Object.keys({ ...ours.dependencies, ...ours.devDependencies }))('is new enough for %s', (name) => {
    const asked = packageOf('node_modules', name).engines?.node ?? '>=0';

    expect(newest([leastOf(asked), leastOf(ours.engines?.node ?? '')])).toEqual(leastOf(ours.engines?.node ?? ''));
  });
});

function newest(versions: readonly (readonly number[])[]): readonly number[] {
  return versions.toSorted((a, b) => a.reduce((order, part, at) => order || part - (b[at] ?? 0), 0)).at(-1) ?? [];
}
