import { readBooksOptions } from '../../../../cli/commands/books/options.js';

const now = Date.UTC(2026, 10, 21, 7, 30);
const read = (...args: string[]) => readBooksOptions(args, now);

describe('the options of npm run books', () => {
  it('take all that the runner’s state folder has, unless they are told otherwise', () => {
    expect(read()).toMatchObject({ since: undefined, until: now, stack: undefined, json: false });
  });

  it('take the last day of prod in AWS', () => {
    expect(read('--aws')).toMatchObject({ since: Date.UTC(2026, 10, 20, 7), stack: 'sunstream-prod' });
  });

  it('take a stack by its own name', () => {
    expect(read('--aws', '--stack', 'ours', '--region', 'ap-south-1')).toMatchObject({
      stack: 'ours',
      region: 'ap-south-1',
    });
  });

  it.each([
    ['30m', Date.UTC(2026, 10, 21, 7)],
    ['2d', Date.UTC(2026, 10, 19, 7)],
    ['2026-11-20T06:59Z', Date.UTC(2026, 10, 20, 6)],
  ])('begin with the hour that --since %s lies in', (since, expected) => {
    expect(read('--since', since).since).toBe(expected);
  });

  it.each([
    [['--since', 'yesterday'], '--since: expected a date such as 2026-11-20 or'],
    [['--until', '24 h'], '--until: expected a date such as 2026-11-20 or'],
    [['--since', '2026-11-22T00:00Z'], '--since: expected a time before 2026-11-21T07:30:00.000Z, found'],
    [['--aws', '--since', '500d'], '--since: expected at most 455 days back'],
    [['--stage', 'prod'], '--stage: expected with --aws.'],
    [['--aws', '--state', 'x'], '--state: expected without --aws.'],
    [['--aws', '--stage', 'nowhere'], 'stage: expected one of dev, local, prod, found "nowhere".'],
    [['--bogus'], "Unknown option '--bogus'"],
  ])('refuse %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});
