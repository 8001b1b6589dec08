// `npm run docs:validation`: writes the tables of docs/validation.md from the schemas and the table of repairs.
import { readFileSync, writeFileSync } from 'node:fs';
import './build.mjs';
import { renderValidation } from './render-validation.mjs';
import { readSchemas } from './schema-profiles.mjs';

const { repairs } = await import('../dist/lambdas/shared/telemetry/repairs.js');
const file = new URL('../docs/validation.md', import.meta.url);
const [prose] = readFileSync(file, 'utf8').split('## Field by field\n');
writeFileSync(file, `${prose}## Field by field\n\n${renderValidation(readSchemas(), repairs)}`);
console.log('docs/validation.md is written.');
process.exit(0);
