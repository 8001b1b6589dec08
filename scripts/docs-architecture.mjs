// `npm run docs:architecture`: draws the rooms of the houses into docs/architecture.md, from their imports.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importsOf, readSources } from './read-imports.mjs';
import { renderArchitecture, withPicture } from './render-architecture.mjs';

const sources = readSources(fileURLToPath(new URL('..', import.meta.url)));
const file = new URL('../docs/architecture.md', import.meta.url);
const picture = renderArchitecture(
  sources.map((source) => source.file),
  importsOf(sources),
);
writeFileSync(file, withPicture(readFileSync(file, 'utf8'), picture));
console.log('docs/architecture.md is written.');
