import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmRules } from '../../lib/alarms/alarm-rules.js';
import { readConfig } from '../../lib/config/config.js';
import { projectRoot } from '../../lib/project-root.js';
import { renderRunbook } from '../../scripts/render-runbook.mjs';

const rendered = renderRunbook(alarmRules, [readConfig('dev'), readConfig('prod')]);
const page = readFileSync(join(projectRoot, 'docs/runbook.md'), 'utf8');
/** What puts things back; without them a frame or a failed event stays where it is. */

/** A heading as a link names it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
const anchorsOf = (text: string) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

describe('docs/runbook.md', () => {
  it('says what the alarm table says: npm run docs:runbook', () => {
    expect(page.split('## Alarms\n\n')[1] === rendered).toBe(true);
  });

  it('has a chapter for each rule, with what to look at, what to do and when it is over', () => {
    for (const { id } of alarmRules) {
      const [, chapter = ''] = rendered.split(`\n## ${id}\n`);
      const [own = ''] = chapter.split('\n## ');
      expect([id, own]).toEqual([
        id,
        expect.stringMatching(/Look at first:\n\n1\. .*Then:\n\n- .*It is over when: \S/s),
      ]);
    }
  });

  it('links to chapters and pages that are there', () => {
    const links = [...page.matchAll(/\]\(([^)#]*)#?([^)]*)\)/g)].map(([, file = '', anchor = '']) => ({
      file,
      anchor,
    }));

    expect(links.length).toBeGreaterThan(alarmRules.length);
    for (const { file, anchor } of links) {
      const target = file === '' ? page : readPage(file);
      expect([file, anchor, anchor === '' || anchorsOf(target).includes(anchor)]).toEqual([file, anchor, true]);
    }
  });

  it('names commands of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    const named = [...page.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name = '']) => name);

    expect(named).toContain('redrive');
    for (const name of named) expect(scripts).toHaveProperty([name]);
  });

  it('names keys of the configuration', () => {
    const config = readConfig('prod') as unknown as Record<string, Record<string, unknown>>;
    const keys = [...rendered.matchAll(/`(streams|consumers|functions|lake)\.(\w+)/g)];

    expect(keys.length).toBeGreaterThan(5);
    for (const [, section = '', key = ''] of keys) expect(config[section]).toHaveProperty(key);
  });

  it('tells the thresholds of each stage apart where they are not the same', () => {
    expect(rendered).toMatch(/above 12 minutes in dev, 20 minutes in prod, for 15 minutes \(3 times 5 minutes\)/);
    expect(rendered).toMatch(/above 72 hours, for 15 minutes/);
    expect(rendered).toMatch(/above 0 objects, 1 of 3 times over 24 h/);
    expect(rendered).not.toContain(' ,');
  });
});

function readPage(file: string): string {
  const path = join(projectRoot, 'docs', file);
  expect([file, existsSync(path)]).toEqual([file, true]);
  return readFileSync(path, 'utf8');
}
