import { isSameRequest, ownRequestIdOf, requestIdOf } from '../../../lambdas/exhaust-api/request-id.js';
import { aJobRequest, submission } from '../../factories/jobs.js';

const february = Date.UTC(2022, 1, 15, 23, 59, 59, 999);
const { type: _, ...untyped } = aJobRequest().datasetConfig;

describe('the id of a request', () => {
  it.each([
    ['of the published list', {}, submission, '84B26F9012D6E2E53BFC422B245C6350'],
    [
      'of the published Postman collection',
      { tag: '7ed871f7-0d5b-4bb0-86a0-a00151352701' },
      february,
      'EE8031071F3F73285BA1ABDCAD3BD2DB',
    ],
  ])('is the one %s', (_, overrides, now, expected) => {
    expect(requestIdOf(aJobRequest(overrides), now)).toBe(expected);
  });

  it('leaves out conversation and dates, which the id of its own holds', () => {
    const other = aJobRequest({ datasetConfig: { ...aJobRequest().datasetConfig, endDate: '2022-03-02' } });

    expect(requestIdOf(other, submission)).toBe(requestIdOf(aJobRequest(), submission));
    expect(ownRequestIdOf(other, submission)).not.toBe(ownRequestIdOf(aJobRequest(), submission));
    expect(ownRequestIdOf(other, submission)).toMatch(/^[0-9A-F]{32}$/);
  });

  it('holds the type where there is one, and the UTC day', () => {
    const ids = [
      requestIdOf(aJobRequest(), submission),
      requestIdOf(aJobRequest({ datasetConfig: untyped }), submission),
      requestIdOf(aJobRequest(), submission + 11 * 3_600_000),
    ];

    expect(new Set(ids).size).toBe(3);
  });

  it('is the same whatever the order of the keys', () => {
    const turned = Object.fromEntries(Object.entries(aJobRequest().datasetConfig).toReversed());

    expect(ownRequestIdOf(aJobRequest({ datasetConfig: turned }), 0)).toBe(ownRequestIdOf(aJobRequest(), 0));
    expect(isSameRequest(aJobRequest({ datasetConfig: turned }), aJobRequest())).toBe(true);
    expect(isSameRequest(aJobRequest({ outputFormat: 'json' }), aJobRequest())).toBe(false);
  });
});
