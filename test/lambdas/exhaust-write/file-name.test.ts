import { fileName } from '../../../lambdas/exhaust-write/file-name.js';

describe('the name of a file', () => {
  it('is Sunbird’s', () => {
    expect(fileName('c5629c27-0000', 'response', '2026-11-21', 'csv')).toBe('c5629c27-0000_response_20261121.csv');
  });

  it.each(['../../telemetry/x', 'a/b', 'a\\b', 'a b?c=d', 'ä\n'])(
    'has no folder nor anything else of %j in it',
    (subject) => {
      expect(fileName(subject, 'raw', '2026-11-21', 'json')).toMatch(/^[A-Za-z0-9._-]+_raw_20261121\.json$/);
    },
  );

  it('is short enough for every file system', () => {
    expect(fileName('x'.repeat(500), 'raw', '2026-11-21', 'json')).toHaveLength(100 + '_raw_20261121.json'.length);
  });
});
