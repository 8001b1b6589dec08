import { kinds } from '../../../../cli/commands/rework/kinds.js';
import { helpOf, readOptions } from '../../../../cli/commands/rework/read-options.js';

const now = Date.UTC(2026, 10, 21, 6, 30);
const read = (name: keyof typeof kinds, ...args: string[]) => readOptions(kinds[name], args, now);

describe('the options of a redrive or a replay', () => {
  it.each([
    ['2d', '2026-11-19T06:30:00.000Z'],
    ['12h', '2026-11-20T18:30:00.000Z'],
    ['30m', '2026-11-21T06:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T06:30:00+05:30', '2026-11-20T01:00:00.000Z'],
  ])('take --since %s for %s', (since, expected) => {
    expect(read('redrive', '--stage', 'dedup', '--since', since)?.since).toBe(expected);
  });

  it('are few', () => {
    expect(read('replay', '--reason', 'schema')).toMatchObject({ chosen: 'schema', since: undefined, dryRun: false });
    expect(read('redrive', '--stage', 'enrich', '--dry-run')).toMatchObject({ chosen: 'enrich', dryRun: true });
    const execution = 'arn:aws:states:ap-south-1:111122223333:execution:redrive-state-machine:1';
    expect(read('redrive', '--execution', execution)).toMatchObject({ chosen: undefined, execution });
  });

  it.each([
    ['redrive' as const, [], '--stage: expected one of dedup, enrich, found none.'],
    ['redrive' as const, ['--stage', 'ingest'], '--stage: expected one of dedup, enrich, found "ingest".'],
    ['redrive' as const, ['--stage', 'dedup', '--since', '5'], '--since: expected a date such as 2026-11-20 or'],
    ['redrive' as const, ['--reason', 'schema'], "Unknown option '--reason'"],
    ['replay' as const, ['--reason', 'channel'], "--reason: channel can't be replayed: the channels of a token"],
    ['replay' as const, ['--reason', 'x'], '--reason: expected one of not-an-object, unknown-eid,'],
  ])('of a %s refuse %j', (name, args, message) => {
    expect(() => read(name, ...args)).toThrow(message);
  });

  it.each([
    ['redrive', '--state-machine', 'stateMachine:ReplayStateMachine1A2B3C4D-x1', 'replay'],
    ['redrive', '--execution', 'execution:replay-state-machine:1', 'replay'],
    ['replay', '--state-machine', 'stateMachine:redrive-state-machine', 'redrive'],
    ['replay', '--execution', 'execution:RedriveStateMachine1A2B3C4D-x1:1', 'redrive'],
  ] as const)('of a %s refuse %s of the other one, %s, by name', (name, option, resource, other) => {
    const arn = `arn:aws:states:ap-south-1:111122223333:${resource}`;
    const choice = name === 'redrive' ? ['--stage', 'dedup'] : ['--reason', 'schema'];

    expect(() => read(name, ...choice, option, arn)).toThrow(
      `${option}: expected that of a ${name}, found that of a ${other}: use npm run ${other}.`,
    );
    expect(
      read(other, ...(other === 'redrive' ? ['--stage', 'dedup'] : ['--reason', 'schema']), option, arn),
    ).toBeTruthy();
  });

  it.each([
    ['--state-machine', 'redrive-state-machine', 'the output RedriveStateMachine'],
    ['--state-machine', 'arn:aws:lambda:ap-south-1:111122223333:function:redrive', 'the output RedriveStateMachine'],
    ['--execution', 'redrive-state-machine:1', 'which the command prints'],
    ['--execution', 'arn:aws:states:ap-south-1:111122223333:stateMachine:redrive', 'which the command prints'],
  ])('refuse %s %s, which is no ARN of one, and say where one is', (option, text, where) => {
    expect(() => read('redrive', '--stage', 'dedup', option, text)).toThrow(
      new RegExp(`^${option}: expected an ARN, ${where}.*, found "${text}"`),
    );
  });

  it.each(['redrive', 'replay'] as const)('of a %s are all in its help', (name) => {
    const help = helpOf(kinds[name]);

    expect(read(name, '--help')).toBeUndefined();
    for (const option of [kinds[name].choice, 'since', 'dry-run', 'state', 'state-machine', 'execution', 'help']) {
      expect(help).toContain(`--${option}`);
    }
  });
});
