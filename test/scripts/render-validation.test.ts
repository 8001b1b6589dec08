import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSchema } from '../../lambdas/shared/telemetry/check-schema.js';
import { repairs } from '../../lambdas/shared/telemetry/repairs.js';
import { renderValidation } from '../../scripts/render-validation.mjs';
import { readSchemas } from '../../scripts/schema-profiles.mjs';
import { anEvent, smallestEdata } from '../factories/events.js';

const rendered = renderValidation(readSchemas(), repairs);
const rows = rendered.split('\n').map((line) => line.slice(2, -2).split(' | '));

describe('docs/validation.md', () => {
  it('says what the schemas and the table of repairs say: npm run docs:validation', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/validation.md'), 'utf8');

    expect(page.split('## Field by field\n\n')[1] === rendered).toBe(true);
  });

  it('has a row for each required key of edata, which is required in truth', () => {
    const required = rows.flatMap(([eid = '', field = '', strict = '']) => {
      const key = /^`edata\.([a-z]+)`$/.exec(field)?.[1];
      return key && strict.includes('required') ? [{ eid, key }] : [];
    });

    expect(required).toHaveLength(Object.values(smallestEdata).flatMap((edata) => Object.keys(edata)).length);
    for (const { eid, key } of required) {
      const event = JSON.parse(JSON.stringify(anEvent({ eid, edata: { [key]: undefined } })));
      expect(checkSchema(event, 'strict').fault?.pointer).toBe(`/edata/${key}`);
    }
  });

  it('names every repair beside the field that it mends', () => {
    const mended = rows
      .filter(([, , , compatible = '']) => compatible.includes('; repaired: '))
      .map(([, field]) => field);

    expect(mended).toEqual(['`eid`', '`edata`', '`edata.props`', '`edata.duration`', '`edata.timespent`']);
  });
});
