import { layoutOf } from '../../../../../lambdas/exhaust-write/layouts.js';
import { summary } from '../../../../../lambdas/shared/exhaust/datasets/summary.js';
import { telemetryRaw } from '../../../../../lambdas/shared/exhaust/datasets/telemetry-raw.js';
import { aRun, rowOf } from '../../../../factories/exhausts.js';

const context = { run: aRun(), refused: new Set<string>() };
const settings = { dialect: 'spark', neutraliseFormulas: false } as const;

describe('telemetry-raw', () => {
  it('writes a line as it lies in the lake, with its own order of keys, whatever format is asked for', () => {
    const { head, line, extension } = layoutOf(telemetryRaw, context, settings);
    const stored = '{"z":1,"10":2,"a":"ä\\u0001","n":1.0}';

    const row = rowOf(telemetryRaw, { line: stored, did: 'd-1', actor: 'u-1' });

    expect([extension, head, line(row)]).toEqual(['json', '', `${stored}\n`]);
    expect(telemetryRaw.peopleOf(row)).toEqual(['d-1', 'u-1']);
  });
});

describe('whom a line of telemetry-raw is about', () => {
  it.each<[string, object, string[]]>([
    ['nobody else, though its actor is a user', { actor: { id: 'u-1', type: 'User' }, object: { id: 'do_1' } }, []],
    ['its uid', { uid: 'u-2' }, ['u-2']],
    ['the device of its dimensions', { dimensions: { did: 'd-2' } }, ['d-2']],
    ['the user whom an AUDIT changed', { object: { rollup: { l1: 'x' }, type: 'user', id: 'u-3' } }, ['u-3']],
    ['no text', { uid: 7, dimensions: null, object: null }, []],
  ])('is also %s', (_, event, others) => {
    const row = rowOf(telemetryRaw, { line: JSON.stringify(event), did: 'd', actor: 'u' });

    expect(telemetryRaw.peopleOf(row)).toEqual(['d', 'u', ...others]);
  });
});

describe('summary', () => {
  const record = {
    arrival_day: '2026-11-20',
    eid: 'LOG',
    env: '',
    pdata: 'app',
    did: 'd-1',
    actor: 'u-1',
    user_id: '',
  };
  const found = rowOf(summary, { ...record, events: '12' });
  const count = { group: { day: '2026-11-20', eid: 'LOG', env: '', pdata: 'app' }, events: 12, devices: 3, users: 0 };

  it('is about whoever a count is of, a user or not', () => {
    expect(summary.peopleOf(found)).toEqual(['d-1', 'u-1']);
    expect(found).toMatchObject({ group: count.group, user: '', events: 12 });
  });

  it('writes counts by day, eid, env and producer, and nothing where an event said nothing', () => {
    const { head, line } = layoutOf(summary, context, settings);

    expect(head + line(count)).toBe('Date,Eid,Env,Producer,Events,Devices,Users\n2026-11-20,LOG,,app,12,3,0\n');
  });

  it('is an object a line where JSON was asked for', () => {
    const { line } = layoutOf(summary, { ...context, run: aRun({ outputFormat: 'json' }) }, settings);

    expect(line(count)).toBe(
      '{"Date":"2026-11-20","Eid":"LOG","Env":null,"Producer":"app","Events":12,"Devices":3,"Users":0}\n',
    );
  });
});
