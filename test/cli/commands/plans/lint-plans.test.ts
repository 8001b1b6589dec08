import { lintPlans } from '../../../../cli/commands/plans/lint-plans.js';
import type { PartialEvent } from '../../../../lambdas/enrich/match-plans.js';
import { knownEids } from '../../../../lambdas/shared/telemetry/validators.js';
import { aPlan } from '../../../factories/plans.js';

const lint = (...steps: PartialEvent[]) =>
  lintPlans([aPlan(Object.fromEntries(steps.map((event, index) => [`step-${index + 1}`, event])))]);

const click = (edata: PartialEvent[string], more: object = {}): PartialEvent => ({ eid: 'INTERACT', edata, ...more });

describe('lintPlans', () => {
  it.each(knownEids)('lets pass a step that is any %s', (eid) => {
    expect(lint({ eid })).toEqual([]);
  });

  it.each<[string, PartialEvent[]]>([
    ['steps that differ in a value', [click({ id: 'a' }), click({ id: 'b' })]],
    ['steps of different eids', [{ eid: 'START' }, { eid: 'END' }]],
    ['a step that is more specific than another', [click({ id: 'a' }), click({ id: 'a', pageid: 'p' })]],
    ['steps with no value in common', [click({ id: { anyOf: ['a', 'b'] } }), click({ id: { anyOf: ['c', 'd'] } })]],
    ['a value of another kind in the same place', [click({ extra: { a: 1 } }), click({ extra: { a: [1] } })]],
    ['an entry of cdata by its type alone', [click({ id: 'a' }, { context: { cdata: [{ type: 'a' }] } })]],
    ['a part of a target', [click({ target: { id: 'a' } })]],
    ['visits', [{ eid: 'IMPRESSION', edata: { visits: [{ objid: 'do_1' }] } }]],
    ['keys that Telemetry does not name', [click({ id: 'a', radioOption: 'b', Section: 'c' })]],
  ])('lets pass %s', (_, steps) => {
    expect(lint(...steps)).toEqual([]);
  });

  it.each<[string, PartialEvent[], RegExp]>([
    ['an eid that is none of the 17', [{ eid: 'Interact' }], /step "step-1": \/event\/eid: expected one of .*INTERACT/],
    [
      'a key in another case than ingest stores it in',
      [click({ Pageid: 'p' })],
      /step "step-1": \/event\/edata\/Pageid: expected pageid/,
    ],
    [
      'a value of a kind that is not stored',
      [click({ id: 'a' }, { context: { env: 7 } })],
      /no event is stored with this: \/context\/env: expected string, found number/,
    ],
    [
      'a kind that is not stored among several values',
      [click({ id: 'a' }, { ver: { anyOf: ['3.0', '2.0'] } })],
      /no event is stored with this: \/ver/,
    ],
    [
      'an entry of cdata with a key that is not allowed there',
      [click({ id: 'a' }, { context: { cdata: [{ name: 'x' }] } })],
      /no event is stored with this: \/context\/cdata\/0/,
    ],
    [
      'a value that the pipeline replaces',
      [{ eid: 'LOG', type: 'mine' }],
      /no event is this step: the pipeline changes what it expects/,
    ],
    [
      'an actor as it is before it is mended',
      [{ eid: 'LOG', actor: { id: 'f:provider:user' } }],
      /no event is this step: the pipeline changes what it expects/,
    ],
    [
      'a step all of whose events are another, more specific one',
      [click({ id: 'a' }), click({ id: 'a' }, { ver: { anyOf: ['3.0', '3.1'] } })],
      /step "step-1": no event is this step .*plan-1\/step-2, which is more specific/,
    ],
    [
      'steps that expect the same, in whatever order',
      [click({ id: { anyOf: ['a', 'b'] }, pageid: 'p' }), click({ pageid: 'p', id: { anyOf: ['b', 'a'] } })],
      /step "step-2": \/event: expects the same as step "step-1" of plan-1/,
    ],
    [
      'steps that one event can be, none of them more specific',
      [click({ id: 'a' }), click({ pageid: 'p' })],
      /step "step-2": \/event: an event can be this as well as step "step-1" of plan-1, and both have 2 conditions/,
    ],
    [
      'steps with a value in common',
      [click({ id: { anyOf: ['a', 'b'] } }), click({ id: { anyOf: ['b', 'c'] } })],
      /step "step-2": .* as well as step "step-1"/,
    ],
    [
      'lists that one event can hold the entries of',
      ['self', 'google'].map((id) => ({ eid: 'AUDIT', context: { cdata: [{ type: 'signup', id }] } })),
      /step "step-2": .* as well as step "step-1"/,
    ],
  ])('refuses %s', (_, steps, expected) => {
    expect(lint(...steps).join('\n')).toMatch(expected);
  });

  it('tells all that is wrong with the values of a step, a line each', () => {
    const problems = lint({ eid: 'LOG', ver: 3, edata: { level: 7, type: true } });

    expect(problems.map((problem) => problem.replace(/^.*: no event is stored with this: /, ''))).toEqual([
      '/ver: expected one of ["3.0","3.1"], found 3',
      '/edata/type: expected string, found boolean',
      '/edata/level: expected string, found number',
    ]);
  });

  it('looks for ambiguous steps in all plans together', () => {
    const plans = [aPlan({ a: click({ id: 'x' }) }, 'first'), aPlan({ b: click({ id: 'x' }) }, 'second')];

    const problems = lintPlans(plans);

    expect(problems).toContain('tracking-plans/second.json: step "b": /event: expects the same as step "a" of first');
  });

  it('refuses two plans of one name', () => {
    const plans = [aPlan({ a: { eid: 'START' } }), aPlan({ b: { eid: 'END' } })];

    expect(lintPlans(plans)).toEqual(['tracking-plans/plan-1.json: expected one plan of this name, found two']);
  });
});
