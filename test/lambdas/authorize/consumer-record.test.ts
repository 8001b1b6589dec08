import { readConsumer, readRecords } from '../../../lambdas/authorize/consumer-record.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';

const secret = 'a-secret-that-has-thirty-two-bytes';

describe('a record of a consumer', () => {
  it('that is a text is a secret which may write telemetry of all channels', () => {
    expect(readConsumer(secret)).toMatchObject({ scopes: ['telemetry:write'], channels: undefined });
  });

  it.each([
    [{ channel: ['goa'] }],
    [{ scope: ['registry:write'] }],
    [{ Channels: ['goa'] }],
    [{ channels: 'goa' }],
    [{ scopes: [7] }],
    [{ secret: 'short' }],
  ])('with %j may do nothing: a limit that is misspelt must not pass for none', (parts) => {
    expect(readConsumer({ secret, ...parts })).toBeUndefined();
  });
});

describe('the records of all consumers', () => {
  it.each(['', '[]', 'null', '"x"', '{"first": "a-secret-that-has-thirty-two-bytes'])(
    'in %.6j are an error that quotes nothing of them',
    (text) => {
      const read = () => readRecords(text);

      expect(read).toThrow(DependencyError);
      expect(read).not.toThrow(/thirty-two/);
    },
  );
});
