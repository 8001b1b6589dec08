import fc from 'fast-check';
import { printJson } from '../../../../lambdas/shared/telemetry/print-json.js';
import { anyJson } from '../../../factories/texts.js';

/** More levels than JSON.stringify can print. */
const levels = 50_000;

describe('printJson', () => {
  it('prints any JSON as JSON.stringify does', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(printJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('prints at any depth what JSON.stringify would print if it could', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const inner = JSON.stringify(value);
        const text = `${'[{"a\\"":'.repeat(levels)}${inner}${'}]'.repeat(levels)}`;

        expect(printJson(JSON.parse(text)) === text).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('prints a long list at a great depth', () => {
    const text = `${'['.repeat(levels)}${Array(200_000).fill('7').join(',')}${']'.repeat(levels)}`;

    expect(printJson(JSON.parse(text)) === text).toBe(true);
  });
});
