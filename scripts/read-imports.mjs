import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const houses = ['bench', 'bin', 'cli', 'local', 'lib', 'lambdas'];

const isGenerated = (file) => file.endsWith('.generated.ts');

export function readSources(root) {
  const files = houses.flatMap((house) =>
    readdirSync(join(root, house), { recursive: true }).map((file) => `${house}/${file.replaceAll('\\', '/')}`),
  );
  return files
    .filter((file) => file.endsWith('.ts') && !isGenerated(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** `from './x.js'`, `import './x.js'` and `import('./x.js')`, as the formatter leaves them. */
const relative = /(?:\bfrom |^import |\bimport\()'(\.{1,2}\/[^']+)'/gm;

export function importsOf(sources) {
  const known = new Set(sources.map(({ file }) => file));
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(relative)].map(([, path]) => {
      const to = posix.join(posix.dirname(file), path).replace(/\.js$/, '.ts');
      if (!known.has(to) && !isGenerated(to)) throw new Error(`${file}: expected a file at ${to}, found none.`);
      return { from: file, to };
    }),
  );
}
