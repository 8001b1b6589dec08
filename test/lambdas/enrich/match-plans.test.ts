import {
  compilePlans,
  countConditions,
  type Expected,
  type PartialEvent,
} from '../../../lambdas/enrich/match-plans.js';
import { anEvent } from '../../factories/events.js';
import { aPlan } from '../../factories/plans.js';

/** The step of the first event among those that are given. */
const stepOf = (steps: Record<string, PartialEvent>, event: Record<string, unknown>) =>
  compilePlans([aPlan(steps)])(anEvent(event))?.step;

const holds = (expected: Expected, value: unknown): boolean =>
  stepOf({ it: { eid: 'LOG', edata: { place: expected } } }, { edata: { place: value } }) === 'it';

describe('compilePlans', () => {
  it.each<[string, Expected, unknown]>([
    ['the very value', 'a', 'a'],
    ['a number', 7, 7],
    ['null', null, null],
    ['false', false, false],
    ['the first of several', { anyOf: ['a', 'b'] }, 'a'],
    ['the last of several', { anyOf: ['a', 7, null] }, null],
    ['an object that holds more', { a: 1 }, { a: 1, b: 2 }],
    ['a part deep inside', { a: { b: { c: 'x' } } }, { a: { b: { c: 'x', d: 1 } } }],
    ['a list that holds more', ['a'], ['b', 'a']],
    ['a list in another order', ['a', 'b'], ['b', 'c', 'a']],
    ['an entry of a list that holds more', [{ type: 'a' }], [{ type: 'b' }, { type: 'a', id: '1' }]],
    ['several of a list by one entry', [{ type: 'a' }, { id: '1' }], [{ type: 'a', id: '1' }]],
  ])('takes %s', (_, expected, value) => {
    expect(holds(expected, value)).toBe(true);
  });

  it.each<[string, Expected, unknown]>([
    ['another case', 'a', 'A'],
    ['a text for a number', 7, '7'],
    ['nothing for null', null, undefined],
    ['none of several', { anyOf: ['a', 'b'] }, 'c'],
    ['nothing for one of several', { anyOf: ['a', 'b'] }, undefined],
    ['an object without the part', { a: 1 }, { b: 1 }],
    ['a text for an object', { length: 1 }, 'a'],
    ['a list for an object', { length: 1 }, ['a']],
    ['null for an object', { a: 1 }, null],
    ['an object for a list', ['a'], { 0: 'a' }],
    ['a value for a list', ['a'], 'a'],
    ['an empty list', ['a'], []],
    ['a list that lacks one', ['a', 'b'], ['a']],
    ['parts that stand in two entries', [{ type: 'a', id: '1' }], [{ type: 'a' }, { id: '1' }]],
  ])('does not take %s', (_, expected, value) => {
    expect(holds(expected, value)).toBe(false);
  });

  it('looks at the events of the eid alone', () => {
    const steps = { it: { eid: 'START', context: { env: 'home' } } };

    expect(stepOf(steps, { eid: 'START' })).toBe('it');
    expect(stepOf(steps, { eid: 'END' })).toBeUndefined();
  });

  it('means the step with the most conditions, wherever it stands', () => {
    const general = { eid: 'LOG', edata: { type: 'a' } };
    const special = { eid: 'LOG', edata: { type: 'a' }, context: { env: 'home' } };

    expect(stepOf({ general, special }, { edata: { type: 'a' } })).toBe('special');
    expect(stepOf({ special, general }, { edata: { type: 'a' } })).toBe('special');
    expect(stepOf({ special, general }, { edata: { type: 'a' }, context: { env: 'away' } })).toBe('general');
  });

  it('names the plan and the step', () => {
    const plans = [aPlan({ a: { eid: 'START' } }, 'first'), aPlan({ b: { eid: 'END' } }, 'second')];

    expect(compilePlans(plans)(anEvent({ eid: 'END' }))).toEqual({ name: 'second', step: 'b' });
  });
});

describe('countConditions', () => {
  it.each<[Expected, number]>([
    ['a', 1],
    [null, 1],
    [{ anyOf: ['a', 'b'] }, 1],
    [{ eid: 'LOG', edata: { type: 'a', id: 'b' } }, 3],
    [{ cdata: [{ type: 'a', id: 'b' }, { type: 'c' }] }, 3],
  ])('counts the values in %j', (expected, count) => {
    expect(countConditions(expected)).toBe(count);
  });
});
