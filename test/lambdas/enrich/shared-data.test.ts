import fc from 'fast-check';
import { printEvent, shared } from '../../../lambdas/enrich/shared-data.js';
import { anyJson } from '../../factories/texts.js';

const properties = ['devicedata', 'userdata'];

describe('printEvent', () => {
  it('prints what JSON.stringify would, whatever an event and what it shares hold', () => {
    const anyData = fc.dictionary(fc.string(), anyJson);

    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson), fc.option(anyData), anyJson, (own, data, sent) => {
        const event = { ...own, devicedata: data ? shared(data) : undefined, userdata: sent };
        const expected = JSON.parse(JSON.stringify(event));

        expect(JSON.parse(printEvent(event, properties))).toEqual(expected);
      }),
    );
  });

  it.each([[{}], [{ a: 1 }]])('puts what %j shares into valid JSON', (own) => {
    const event = { ...own, devicedata: shared({ state: 'Goa' }), userdata: shared({}) };

    expect(JSON.parse(printEvent(event, properties))).toEqual({ ...own, devicedata: { state: 'Goa' }, userdata: {} });
  });

  it('does not take one object for another that looks like it', () => {
    shared({ state: 'Goa' });
    const event = { devicedata: { state: 'Delhi' } };

    expect(printEvent(event, properties)).toBe('{"devicedata":{"state":"Delhi"}}');
  });
});

describe('shared', () => {
  it('lets nobody change what many hold', () => {
    const data: Record<string, unknown> = shared({ state: 'Goa' });

    expect(() => {
      data.state = 'Delhi';
    }).toThrow(TypeError);
  });
});
