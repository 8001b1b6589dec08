import { boards, savedObjects } from '../../../../lambdas/search-setup/content/dashboards/boards.js';
import { printSavedObjects } from '../../../../lambdas/search-setup/content/dashboards/saved-objects.js';
import { eventFields } from '../../../../lambdas/search-setup/content/fields/event-fields.js';
import { failedFields } from '../../../../lambdas/search-setup/content/fields/failed-fields.js';
import type { Fields } from '../../../../lambdas/search-setup/content/fields/field-types.js';
import { readPlans } from '../../../../scripts/read-plans.mjs';

const ofType = (type: string) => savedObjects.filter((object) => object.type === type);
const visualizations = ofType('visualization').map(({ id, attributes: { visState } }) => ({ id, visState }));
const specOf = (visState: unknown) => JSON.parse(JSON.parse(String(visState)).params.spec);
const nameOf = ({ id, type }: { id: string; type: string }) => `${type}:${id}`;

describe('the saved objects', () => {
  it('are lines of JSON, each under an id of its own', () => {
    const lines = printSavedObjects(savedObjects).trimEnd().split('\n');

    expect(lines.map((line) => JSON.parse(line))).toEqual(savedObjects);
    expect(new Set(savedObjects.map(nameOf)).size).toBe(savedObjects.length);
  });

  it('refer to each other alone', () => {
    const known = new Set(savedObjects.map(nameOf));

    const broken = savedObjects.flatMap(({ references }) => references).filter((one) => !known.has(nameOf(one)));

    expect(broken).toEqual([]);
  });

  it('show each chart in its own place of a dashboard', () => {
    for (const { attributes, references } of ofType('dashboard')) {
      const panels: { panelRefName: string; gridData: { y: number; h: number; i: string }; panelIndex: string }[] =
        JSON.parse(String(attributes.panelsJSON));

      expect(panels.map(({ panelRefName }) => panelRefName)).toEqual(references.map(({ name }) => name));
      expect(panels.map(({ gridData }) => gridData.y)).toEqual(panels.map(({ gridData }, index) => index * gridData.h));
      expect(panels.map(({ gridData }) => gridData.i)).toEqual(panels.map(({ panelIndex }) => panelIndex));
    }
    expect(ofType('dashboard')).toHaveLength(boards.length);
  });

  it.each(visualizations)('$id asks for the times and the filters of its dashboard', ({ visState }) => {
    const { url } = specOf(visState).data;

    expect(JSON.parse(String(visState)).type).toBe('vega');
    // Dashboards refuses the short form, `%context%`, beside a query.
    expect(Object.keys(url)).toEqual(['index', 'body']);
    expect(url.body.query.bool).toMatchObject({
      must: ['%dashboard_context-must_clause%'],
      filter: expect.arrayContaining([
        '%dashboard_context-filter_clause%',
        { range: { '@timestamp': { '%timefilter%': true } } },
      ]),
      must_not: ['%dashboard_context-must_not_clause%'],
    });
  });

  it.each(visualizations)('$id asks for fields that are indexed', ({ visState }) => {
    const { url } = specOf(visState).data;
    const fields = url.index === 'failed-*' ? failedFields : eventFields;

    const asked = [...JSON.stringify(url.body).matchAll(/"(?:field|term|range)":(?:"([^"]+)"|\{"([^"]+)")/g)];
    const names = asked.map(([, field, key]) => field ?? key ?? '');
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !isMapped(fields, name))).toEqual([]);
  });

  it('have a funnel for each tracking plan, with its steps in their order', () => {
    const { plans } = readPlans();

    const sorted = Object.fromEntries(
      visualizations
        .filter(({ id }) => id.startsWith('sunstream-funnel-'))
        .map(({ id, visState }) => [id.replace('sunstream-funnel-', ''), specOf(visState).encoding.y.sort]),
    );
    expect(sorted).toEqual(Object.fromEntries(plans.map(({ name, steps }) => [name, steps.map(({ step }) => step)])));
  });
});

function isMapped(fields: Fields, name: string): boolean {
  const [first = '', ...rest] = name.split('.');
  const field = fields[first];
  if (!field) return false;
  return rest.length === 0 ? field.properties === undefined : isMapped(field.properties ?? {}, rest.join('.'));
}
