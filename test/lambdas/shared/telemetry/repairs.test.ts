import fc from 'fast-check';
import { repairEvent } from '../../../../lambdas/shared/telemetry/repair-event.js';
import { repairs } from '../../../../lambdas/shared/telemetry/repairs.js';
import type { TelemetryEvent } from '../../../../lambdas/shared/telemetry/types.js';
import { anEvent } from '../../../factories/events.js';
import { anyJson } from '../../../factories/texts.js';

/** What repairs make of an event of an eid, and what they say about it. */
function repaired(eid: string, edata: unknown) {
  const event: TelemetryEvent = { eid, edata };
  const done = repairEvent(event);
  return { eid: event.eid, edata: event.edata, done };
}

describe('the repair eid-case', () => {
  it.each(['Interact', 'interact', 'iNTERACT'])('makes INTERACT of %s', (eid) => {
    expect(repaired(eid, {})).toEqual({
      eid: 'INTERACT',
      edata: {},
      done: [{ rule: 'eid-case', path: '/eid', was: eid }],
    });
  });

  it.each(['INTERACT', 'interacts', 'common', '', ' interact', '__proto__'])('leaves %j alone', (eid) => {
    expect(repaired(eid, {})).toEqual({ eid, edata: {}, done: [] });
  });
});

describe('the repair edata-key-case', () => {
  it('gives documented keys their case, and says what they were', () => {
    expect(repaired('INTERACT', { Id: 'logout', TYPE: 'click', Section: 's' })).toEqual({
      eid: 'INTERACT',
      edata: { id: 'logout', type: 'click', Section: 's' },
      done: [
        { rule: 'edata-key-case', path: '/edata/id', was: 'Id' },
        { rule: 'edata-key-case', path: '/edata/type', was: 'TYPE' },
      ],
    });
  });

  it('never takes the place of a key that is there', () => {
    const edata = { type: 'click', Type: 'touch' };

    expect(repaired('INTERACT', { ...edata })).toMatchObject({ edata, done: [] });
  });

  it('takes the first of two that could be meant, and keeps the other', () => {
    const { edata, done } = repaired('INTERACT', { Type: 'click', TYPE: 'touch' });

    expect(edata).toEqual({ type: 'click', TYPE: 'touch' });
    expect(done).toHaveLength(1);
  });

  it('knows the keys of the eid as it is after its own repair', () => {
    expect(repaired('Log', { Message: 'm' })).toMatchObject({ eid: 'LOG', edata: { message: 'm' } });
  });

  it('leaves keys alone that the eid does not document', () => {
    expect(repaired('INTERACT', { Uri: '/' }).done).toEqual([]);
    expect(repaired('HEARTBEAT', { Type: 't' }).done).toEqual([]);
  });
});

describe('the repair empty-props', () => {
  it('makes an empty list of an empty text', () => {
    expect(repaired('AUDIT', { props: '' })).toMatchObject({
      edata: { props: [] },
      done: [{ rule: 'empty-props', path: '/edata/props', was: '' }],
    });
  });

  it.each([['name'], [null], [{}], [undefined]])('leaves %j alone', (props) => {
    expect(repaired('AUDIT', { props })).toMatchObject({ edata: { props }, done: [] });
  });
});

describe.each([
  ['SUMMARY', 'timespent'],
  ['START', 'duration'],
])('the repair number-text of %s %s', (eid, key) => {
  it.each([
    ['0', 0],
    ['12.5', 12.5],
    ['-3', -3],
    ['1e3', 1_000],
  ])('reads %j', (was, right) => {
    expect(repaired(eid, { [key]: was })).toMatchObject({
      edata: { [key]: right },
      done: [{ rule: 'number-text', path: `/edata/${key}`, was }],
    });
  });

  it.each(['', ' 1', '0x10', 'NaN', 'Infinity', '1e999', '1,5', '9'.repeat(33), null, true, [1]])(
    'leaves %j alone, which is no JSON number',
    (was) => {
      expect(repaired(eid, { [key]: was })).toMatchObject({ edata: { [key]: was }, done: [] });
    },
  );
});

describe('the table of repairs', () => {
  it('has every row tested above', () => {
    expect([...new Set(repairs.map(({ rule }) => rule))]).toEqual([
      'eid-case',
      'edata-key-case',
      'empty-props',
      'number-text',
    ]);
  });

  it.each([null, [], 'edata', undefined])('leaves an event alone whose edata is %j', (edata) => {
    expect(repaired('Interact', edata)).toEqual({ eid: 'Interact', edata, done: [] });
  });

  it('loses no value: what was is in the event or in the list', () => {
    const eids = fc.constantFrom('Interact', 'START', 'summary', 'AUDIT', 'LOG');
    const keys = fc.constantFrom('Type', 'type', 'props', 'Props', 'timespent', 'duration', 'Duration', 'x');
    const values = fc.oneof(fc.constantFrom('', '7', '1.5'), anyJson);
    fc.assert(
      fc.property(eids, fc.dictionary(keys, values), (eid, edata) => {
        const event = anEvent({ eid });
        event.edata = structuredClone(edata);

        const done = repairEvent(event);

        const kept = [...Object.values(event.edata as object), ...done.map(({ was }) => was)].map((v) =>
          JSON.stringify(v),
        );
        for (const value of Object.values(edata)) expect(kept).toContain(JSON.stringify(value));
      }),
    );
  });

  it('has nothing more to mend in what it mended', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('Type', 'TYPE', 'type', 'Id', 'Props'), anyJson), (edata) => {
        const event = anEvent({ eid: 'Interact' });
        event.edata = edata;
        repairEvent(event);

        expect(repairEvent(event)).toEqual([]);
      }),
    );
  });
});
