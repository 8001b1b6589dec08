import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPlans } from '../../scripts/read-plans.mjs';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

/** Reads a plan that is well formed but for what is given. */
function read(overrides: object, file = 'tour.json') {
  const steps = [{ step: 'open', event: { eid: 'START' } }];
  writeFileSync(join(folder(), file), JSON.stringify({ name: 'tour', title: 'A tour', steps, ...overrides }));
  return readPlans(folder());
}

const aStep = (event: unknown) => ({ steps: [{ step: 'open', event }] });

describe('readPlans', () => {
  it('reads the plans of a folder, and nothing but them', () => {
    writeFileSync(join(folder(), 'README.md'), '# Plans');

    const { plans, problems } = read({ description: 'With a guide' });

    expect(problems).toEqual([]);
    expect(plans).toMatchObject([{ name: 'tour', steps: [{ step: 'open', event: { eid: 'START' } }] }]);
  });

  it.each([
    ['another name than its file', { name: 'trip' }, '/name: expected "tour", as the file, found "trip"'],
    [
      'a name that is no word',
      { name: 'The tour' },
      '/name: must match pattern "^[a-z0-9]+(-[a-z0-9]+)*$", found "The tour"',
    ],
    ['no title', { title: undefined }, "/: must have required property 'title'"],
    ['a key that is none', { owner: 'me' }, '/: must NOT have additional properties, found owner'],
    ['no steps', { steps: [] }, '/steps: must NOT have fewer than 1 items, found []'],
    ['a step that is no object', { steps: ['open'] }, '/steps/0: must be object, found "open"'],
    [
      'a step without an event',
      { steps: [{ step: 'open' }] },
      `step "open": /steps/0: must have required property 'event'`,
    ],
    [
      'a step that names a plan',
      aStep({ eid: 'START', plan: { name: 'tour' } }),
      'step "open": /steps/0/event/plan: boolean schema is false: it is the pipeline’s own, set from the plan',
    ],
    ['a step without an eid', aStep({}), `step "open": /steps/0/event: must have required property 'eid'`],
    [
      'several eids',
      aStep({ eid: { anyOf: ['START', 'END'] } }),
      'step "open": /steps/0/event/eid: must be string, found {"anyOf":["START","END"]}',
    ],
    [
      'an expectation of nothing',
      aStep({ eid: 'START', edata: {} }),
      'step "open": /steps/0/event/edata: must NOT have fewer than 1 properties, found {}',
    ],
    [
      'an empty list',
      aStep({ eid: 'START', context: { cdata: [] } }),
      'step "open": /steps/0/event/context/cdata: must NOT have fewer than 1 items, found []',
    ],
    [
      'a choice of one',
      aStep({ eid: 'START', edata: { type: { anyOf: ['a'] } } }),
      'step "open": /steps/0/event/edata/type/anyOf: must NOT have fewer than 2 items, found ["a"]',
    ],
    [
      'a choice of something else than values',
      aStep({ eid: 'START', edata: { type: { anyOf: ['a', {}] } } }),
      'step "open": /steps/0/event/edata/type/anyOf/1: must be string,number,boolean,null, found {}',
    ],
    [
      'a choice with something beside it',
      aStep({ eid: 'START', edata: { type: { anyOf: ['a', 'b'], not: 'c' } } }),
      'step "open": /steps/0/event/edata/type: must NOT have additional properties, found not',
    ],
    [
      'two steps of one name',
      { steps: ['START', 'END'].map((eid) => ({ step: 'open', event: { eid } })) },
      'step "open": /steps/1/step: expected another name, found it twice',
    ],
  ])('refuses a plan with %s', (_, overrides, expected) => {
    const { plans, problems } = read(overrides);

    expect(problems).toEqual([`tracking-plans/tour.json: ${expected}`]);
    expect(plans).toEqual([]);
  });

  it.each([
    ['{"name":"broken","__proto__":{}}', 'a key __proto__'],
    ['{"name":"broken","title":1e999}', 'a number that no double holds, under title'],
  ])('refuses %s, which no event could be compared with', (text, found) => {
    writeFileSync(join(folder(), 'broken.json'), text);

    expect(readPlans(folder()).problems).toEqual([`tracking-plans/broken.json: expected JSON, found: ${found}`]);
  });

  it('refuses a file that is not JSON, and reads the others', () => {
    writeFileSync(join(folder(), 'broken.json'), '{"name":');

    const { plans, problems } = read({});

    expect(problems).toEqual([expect.stringMatching(/^tracking-plans\/broken\.json: expected JSON, found: .+/)]);
    expect(plans).toHaveLength(1);
  });
});
