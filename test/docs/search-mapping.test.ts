import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boards } from '../../lambdas/search-setup/content/dashboards/boards.js';
import { eventFields } from '../../lambdas/search-setup/content/fields/event-fields.js';
import { failedFields } from '../../lambdas/search-setup/content/fields/failed-fields.js';
import type { Fields } from '../../lambdas/search-setup/content/fields/field-types.js';
import { projectRoot } from '../../lib/project-root.js';

const page = readFileSync(join(projectRoot, 'docs/search-mapping.md'), 'utf8');

/** Names of the fields, objects and what is in them. */
const namesOf = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([name, { properties = {} }]) => [name, ...namesOf(properties)]);

describe('docs/search-mapping.md', () => {
  it('names every field that can be searched', () => {
    const { flags, unfit, ...documented } = eventFields;
    const words = new Set(page.split(/[^@\w-]+/));

    const missing = [...namesOf(documented), ...namesOf(failedFields)].filter((name) => !words.has(name));

    expect(flags && unfit).toBeDefined();
    expect([...new Set(missing)]).toEqual([]);
  });

  it('names every dashboard', () => {
    expect(boards.map(({ title }) => title).filter((title) => !page.includes(`| ${title} |`))).toEqual([]);
  });
});
