// `npm run docs:runbook`: writes the table and the chapters of docs/runbook.md from the alarm table.
import { readFileSync, writeFileSync } from 'node:fs';
import './build.mjs';
import { renderRunbook } from './render-runbook.mjs';

const { alarmRules } = await import('../dist/lib/alarms/alarm-rules.js');
const { readConfig } = await import('../dist/lib/config/config.js');
const file = new URL('../docs/runbook.md', import.meta.url);
const [prose] = readFileSync(file, 'utf8').split('## Alarms\n');
const rendered = renderRunbook(alarmRules, [readConfig('dev'), readConfig('prod')]);
writeFileSync(file, `${prose}## Alarms\n\n${rendered}`);
console.log('docs/runbook.md is written.');
process.exit(0);
