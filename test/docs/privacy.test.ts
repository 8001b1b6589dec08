import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redactEvent } from '../../lambdas/shared/telemetry/redact-event.js';
import { anEvent } from '../factories/events.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/privacy.md'), 'utf8');
const [, section = ''] = page.split('### What counts as a word');
const rows = [...section.matchAll(/^\| (`.+`) \| (`.+`) \|$/gm)];
const namesIn = (column: number) =>
  rows.flatMap((row) => [...(row[column] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

const redacted = (pageid: string) =>
  redactEvent(
    anEvent({ eid: 'INTERACT', edata: { type: 'CLICK', id: 'next', pageid, extra: { values: ['482913'] } } }),
  );

describe('docs/privacy.md', () => {
  it('has examples of both kinds', () => {
    expect([namesIn(1).length, namesIn(2).length]).toEqual([11, 6]);
  });

  it.each(namesIn(1))('says that a value beside %s is taken out, and it is', (name) => {
    expect(redacted(name)).toEqual(['otp']);
  });

  it.each(namesIn(2))('says that a value beside %s is left alone, and it is', (name) => {
    expect(redacted(name)).toEqual([]);
  });
});
