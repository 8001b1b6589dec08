import fc from 'fast-check';
import { athenaLiteral } from '../../../../lambdas/shared/lake/athena-literal.js';
import { readLiteral } from '../../../../local/services/athena/read-literal.js';

describe('a value that is bound to a query', () => {
  it.each([
    ['org-1', "'org-1'"],
    ["' OR '1'='1", "''' OR ''1''=''1'"],
    ["x'; DROP TABLE telemetry --", "'x''; DROP TABLE telemetry --'"],
    ['\\', "'\\'"],
    [1_763_577_000_000, '1763577000000'],
  ])('%j is the literal %s', (value, literal) => {
    expect(athenaLiteral(value)).toBe(literal);
  });

  it('is read back as what it was, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(readLiteral(athenaLiteral(text), 0)).toBe(text.toWellFormed());
      }),
    );
  });

  it('is refused where Athena would refuse it, or read it as something else', () => {
    expect(() => athenaLiteral('x'.repeat(1_023))).toThrow('at most 1024 characters, found 1025');
    expect(() => athenaLiteral(1.5)).toThrow('expected a whole number, found 1.5');
    expect(() => athenaLiteral(Number.NaN)).toThrow('found NaN');
  });
});
