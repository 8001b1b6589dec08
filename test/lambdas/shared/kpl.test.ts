import fc from 'fast-check';
import { decodeAggregate, encodeAggregate } from '../../../lambdas/shared/kpl.js';
import { projectRoot } from '../../../lib/project-root.js';

describe('KPL aggregates', () => {
  it('come apart into what was put in', () => {
    expect(projectRoot).toMatch(/main/);
    const records = fc.array(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), records, (key, members) => {
        expect(decodeAggregate(encodeAggregate(key, members))).toEqual(members);
      }),
    );
  });
});
