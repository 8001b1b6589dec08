import { readResult } from '../../../../lambdas/shared/lake/read-result.js';
import { cutDown, jsonNumbers, linesWith, wholeNumbersOf } from '../../../factories/json-numbers.js';
import { useAthena } from '../../../support/athenas.js';

const { open, put } = useAthena();

describe('a number of an event', () => {
  it('is cut down to a whole one in a query, in whatever way JSON writes it', async () => {
    const numbers = jsonNumbers();
    put('dt=2026-11-20/hour=12', linesWith(numbers));
    const { run, resultOf } = await open();

    const found: (readonly [string, string | null])[] = [];
    for await (const { n = '' } of readResult(await resultOf(await run(wholeNumbersOf('telemetry'))))) {
      found.push([numbers[found.length] ?? '', n === '' ? null : n]);
    }

    expect(found).toEqual(numbers.map((text) => [text, cutDown(text)]));
  });
});
