import { join } from 'node:path';
import { readOptions } from '../../../../cli/commands/reindex/options.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const env = { OPENSEARCH_URL: 'http://127.0.0.1:9200' };
const now = Date.parse('2026-11-21T12:00:00Z');
const read = (args: readonly string[], at = now, variables: Record<string, string> = env) =>
  readOptions([...args, '--state', join(folder(), 'none')], variables, at);

describe('the options of search:reindex', () => {
  it('name days from one to another', () => {
    expect(read(['--from', '2026-10-30', '--to', '2026-11-01'])).toMatchObject({
      days: ['2026-10-30', '2026-10-31', '2026-11-01'],
      isDryRun: false,
      bucket: undefined,
      lateDays: 7,
      search: { url: 'http://127.0.0.1:9200', verifyTls: true },
    });
    expect(read(['--from', '2026-11-20'])?.days).toEqual(['2026-11-20']);
  });

  it('take the endpoint before the variable', () => {
    expect(read(['--from', '2026-11-20', '--endpoint', 'https://x.ap-south-1.es.amazonaws.com/'])?.search.url).toBe(
      'https://x.ap-south-1.es.amazonaws.com',
    );
  });

  it('refuse the day that is being written, and the one before until it has settled', () => {
    const justAfterMidnight = Date.parse('2026-11-21T00:59:59Z');

    expect(() => read(['--from', '2026-11-21'])).toThrow('--to: expected a day up to 2026-11-20');
    expect(() => read(['--from', '2026-11-20'], justAfterMidnight)).toThrow('a day up to 2026-11-19');
    expect(read(['--from', '2026-11-20'], justAfterMidnight + 1_000)?.days).toEqual(['2026-11-20']);
    expect(read(['--from', '2026-11-21', '--today'])?.days).toEqual(['2026-11-21']);
  });

  it.each([
    [[], '--from: expected a day'],
    [['--from', '2026-02-30'], '--from: expected a day'],
    [['--from', '2026-11-20', '--to', '2026-11-19'], '--to: expected a day from 2026-11-20 on'],
    [['--from', '2026-11-20', '--late-days', '-1'], '--late-days'],
    [['--from', '2026-11-20', '--late-days', 'week'], '--late-days: expected a whole number'],
  ])('are refused as %j', (args, message) => {
    expect(() => read(args)).toThrow(message);
  });

  it('take today for failed events, whose documents are the same however often they come, and the next by its zone', () => {
    const to = (day: string) => ['--failed', '--from', '2026-11-20', '--to', day];

    expect(read(to('2026-11-22'))).toMatchObject({ isFailed: true, days: ['2026-11-20', '2026-11-21', '2026-11-22'] });
    expect(() => read(to('2026-11-23'))).toThrow('--to: expected a day up to 2026-11-22');
  });

  it('do without what a person must ask for', () => {
    const asked = read(['--from', '2026-11-20', '--fewer', '--unlock']);

    expect(read(['--from', '2026-11-20'])).toMatchObject({ isFailed: false, mayBeFewer: false, isUnlocking: false });
    expect(asked).toMatchObject({ mayBeFewer: true, isUnlocking: true });
  });

  it('name what a wrong URL came from', () => {
    expect(() => read(['--from', '2026-11-20', '--endpoint', 'foo'])).toThrow('--endpoint: expected a URL');
    expect(() => read(['--from', '2026-11-20'], now, { OPENSEARCH_URL: 'foo' })).toThrow(
      'OPENSEARCH_URL: expected a URL',
    );
  });

  it('say that an endpoint is missing', () => {
    expect(() => read(['--from', '2026-11-20'], now, {})).toThrow('--endpoint: expected the URL of an OpenSearch');
  });

  it('are none where help is asked for', () => {
    expect(read(['--help'])).toBeUndefined();
  });
});
