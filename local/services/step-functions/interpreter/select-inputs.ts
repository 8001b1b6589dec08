import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkSize } from './payload.js';
import type { Visit } from './visit.js';

/** Selections in a row, after which others have their turn. */
const inARow = 200;

/** What each item of a Map becomes by its ItemSelector; without one, the item is its own input. */
export async function selectInputs(visit: Visit, items: readonly unknown[]): Promise<unknown[]> {
  const { ItemSelector } = visit.state;
  const inputs: unknown[] = [];
  for (const [index, value] of items.entries()) {
    const context = { Map: { Item: { Index: index, Value: value } } };
    const input = ItemSelector === undefined ? value : await visit.evaluate('ItemSelector', ItemSelector, {}, context);
    checkSize(input, `input of item ${index} of state "${visit.name}"`);
    inputs.push(input);
    if (index % inARow === inARow - 1) await nextTurn();
  }
  return inputs;
}
