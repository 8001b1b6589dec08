import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enrichers } from '../../lambdas/enrich/enrichers.js';
import { projectRoot } from '../../lib/project-root.js';
import { renderEnrichment } from '../../scripts/render-enrichment.mjs';

const page = readFileSync(join(projectRoot, 'docs/enrichment.md'), 'utf8');
const rendered = renderEnrichment(enrichers);

describe('docs/enrichment.md', () => {
  it('says what the enrichers say of themselves: npm run docs:enrichment', () => {
    expect(page.split('## Properties\n\n')[1] === rendered).toBe(true);
  });

  it('has a row for each property, and a table for each that has fields', () => {
    for (const { property, fields } of [...enrichers.mending, ...enrichers.adding].flatMap(({ rows }) => rows)) {
      expect(rendered).toContain(fields ? `| [\`${property}\`](#${property}) |` : `| \`${property}\` |`);
      if (fields) expect(rendered).toContain(`### ${property}\n`);
      for (const field of Object.keys(fields ?? {})) expect(rendered).toContain(`| \`${field}\` | `);
    }
  });

  it('has tables whose rows have as many cells as their heads', () => {
    for (const table of rendered.split('\n\n').filter((block) => block.startsWith('|'))) {
      const cells = table
        .trim()
        .split('\n')
        .map((row) => row.split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('links to pages that are there', () => {
    const files = [...page.matchAll(/\]\(([\w-]+\.md)/g)].map(([, file = '']) => file);

    expect(files).toContain('registry.md');
    for (const file of files) expect([file, existsSync(join(projectRoot, 'docs', file))]).toEqual([file, true]);
  });
});
