import { readCount, readEnv } from '../../../../lambdas/shared/function/env.js';

describe('the settings of a function', () => {
  afterEach(() => {
    delete process.env.CLAIMS_TABLE;
    delete process.env.CLAIM_WINDOW_DAYS;
  });

  it('are read under the names that the code uses', () => {
    process.env.CLAIMS_TABLE = 'claims';

    expect(readEnv({ table: 'CLAIMS_TABLE' })).toEqual({ table: 'claims' });
  });

  it.each([undefined, ''])('stop the function at load when one is %j', (value) => {
    if (value !== undefined) process.env.CLAIMS_TABLE = value;

    expect(() => readEnv({ table: 'CLAIMS_TABLE' })).toThrow('CLAIMS_TABLE: expected a value, found none');
  });

  it('are whole numbers where a number is asked for', () => {
    process.env.CLAIM_WINDOW_DAYS = '7';

    expect(readCount('CLAIM_WINDOW_DAYS')).toBe(7);
  });

  it.each([undefined, '', 'week', '0', '-1', '1.5'])(
    'are refused with their name when %j is given for a number',
    (value) => {
      if (value !== undefined) process.env.CLAIM_WINDOW_DAYS = value;

      expect(() => readCount('CLAIM_WINDOW_DAYS')).toThrow(
        `CLAIM_WINDOW_DAYS: expected a whole number from 1 up, found ${JSON.stringify(value)}`,
      );
    },
  );
});
