import { jsonStructure } from './json-structure.js';

/**
 * Whether JSON text nests more than `limit` levels of objects and arrays.
 * Nearly every event has fewer brackets than the limit altogether, which is quick to see.
 */
export function nestsDeeper(text: string, limit: number): boolean {
  return hasMoreBrackets(text, limit) && reachesDepth(text, limit + 1);
}

function hasMoreBrackets(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++count > limit) return true;
    }
  }
  return false;
}

function reachesDepth(text: string, wanted: number): boolean {
  for (const { depth } of jsonStructure(text)) if (depth >= wanted) return true;
  return false;
}
