import fc from 'fast-check';
import { findTagFault } from '../../../../lambdas/shared/exhaust/tag.js';
import { matchRoute } from '../../../../lambdas/shared/http/match-route.js';

const routes = new Map([['GET /dataset/v1/request/read/{tag}', 'read']]);

describe('a tag that is taken', () => {
  it('comes out of the path of a read as it was sent, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (tag) => {
        fc.pre(findTagFault(tag) === undefined);
        // As clients make an address, which takes `.` and `..` away.
        const { pathname } = new URL(`http://host/dataset/v1/request/read/${encodeURIComponent(tag)}?requestId=1`);
        expect(matchRoute(routes, 'GET', pathname)?.pathParameters).toEqual({ tag });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['7ed871f7-0d5b-4bb0-86a0-a00151352706', 'do_31309_batch-1', 'क्‍ष', '🔑', '...', ' '])('may be %j', (tag) => {
    expect(findTagFault(tag)).toBeUndefined();
  });
});
