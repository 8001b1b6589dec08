// `npm run docs:enrichment`: writes the tables of docs/enrichment.md from the rows that enrichers carry.
import { readFileSync, writeFileSync } from 'node:fs';
import './build.mjs';
import { renderEnrichment } from './render-enrichment.mjs';

const { enrichers } = await import('../dist/lambdas/enrich/enrichers.js');
const file = new URL('../docs/enrichment.md', import.meta.url);
const [prose] = readFileSync(file, 'utf8').split('## Properties\n');
writeFileSync(file, `${prose}## Properties\n\n${renderEnrichment(enrichers)}`);
console.log('docs/enrichment.md is written.');
process.exit(0);
