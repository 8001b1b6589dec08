import fc from 'fast-check';
import { anyJson } from './texts.js';

type Path = readonly string[];

/** An event in which something, somewhere, is gone, in another case, twice there, or another value. */
export function mutantsOf(event: object): fc.Arbitrary<Record<string, unknown>> {
  const mutations = fc.oneof(
    fc.constant(remove),
    fc.constant(changeCase),
    fc.constant(addKey),
    anyJson.map((value) => replaceBy(value)),
    fc.constantFrom('', '7', 0, null, [], {}, 'x'.repeat(300)).map((value) => replaceBy(value)),
  );
  return fc
    .array(fc.tuple(fc.constantFrom(...pathsOf(event)), mutations), { maxLength: 3 })
    .map((changes) =>
      changes.reduce<Record<string, unknown>>((mutant, [path, mutate]) => {
        const parent = path.slice(0, -1).reduce<unknown>((value, key) => (value as Json | undefined)?.[key], mutant);
        if (typeof parent === 'object' && parent !== null) mutate(parent as Json, path.at(-1) ?? '');
        return mutant;
      }, structuredClone(event) as Json),
    )
    .map((mutant) => JSON.parse(JSON.stringify(mutant)));
}

type Json = Record<string, unknown>;

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [[...at, key], ...pathsOf(member, [...at, key])]);
}

function remove(parent: Json, key: string): void {
  delete parent[key];
}

function changeCase(parent: Json, key: string): void {
  parent[key.toUpperCase()] = parent[key];
  if (key.toUpperCase() !== key) delete parent[key];
}

function addKey(parent: Json, key: string): void {
  parent[`${key}2`] = parent[key];
}

function replaceBy(value: unknown) {
  return (parent: Json, key: string): void => {
    // Each place has a value of its own: one that stands in another’s place could be put into itself.
    parent[key] = structuredClone(value);
  };
}
