import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../lib/project-root.js';
import { kindNames } from '../../../local/faults/kinds.js';
import { parseProfile, readProfile } from '../../../local/faults/read-profile.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const read = (text: string) => parseProfile(text, 'chaos.json', () => 42);
const none = { throttle: 0, partial: 0, lostAnswer: 0, slow: 0, workerDeath: 0, duplicateDelivery: 0 };

describe('a fault profile', () => {
  it('is read from a file', () => {
    const file = join(folder(), 'chaos.json');
    writeFileSync(file, '{"seed": 7, "rates": {"throttle": 0.01, "slow": 1}, "slowMs": 200}');

    expect(readProfile(file)).toEqual({ seed: 7, rates: { ...none, throttle: 0.01, slow: 1 }, slowMs: 200 });
  });

  it('is in the docs as the example file has it', () => {
    const docs = (path: string) => readFileSync(join(projectRoot, 'docs', path), 'utf8');
    const example = docs('examples/chaos.json').trim();

    expect(docs('running-locally.md')).toContain(`\`\`\`json\n${example}\n\`\`\``);
    expect(Object.keys(read(example).rates)).toEqual(Object.keys(JSON.parse(example).rates));
  });

  it.each(kindNames)('has a row in the docs for %s', (kind) => {
    const page = readFileSync(join(projectRoot, 'docs/running-locally.md'), 'utf8');

    expect(page).toContain(`| \`${kind}\` | `);
  });

  it('injects only what it names, after 500 ms, by a seed of its own where it has none', () => {
    expect(read('{}')).toEqual({ seed: 42, rates: none, slowMs: 500 });
  });

  it('that is not there is an error that names it', () => {
    const file = join(folder(), 'none.json');

    expect(() => readProfile(file)).toThrow(
      `${file}: expected a fault profile that can be read, found none. Mend --faults.`,
    );
  });

  it.each([
    ['seed 7', 'chaos.json: expected JSON such as {"seed": 7, "rates": {"throttle": 0.01}}, found an error: '],
    ['[]', 'chaos.json: expected an object, found [].'],
    ['{"sed": 7}', 'chaos.json: expected one of the keys seed, rates, slowMs, found "sed".'],
    ['{"seed": -1}', 'chaos.json: seed: expected a whole number from 0 to 4294967295, found -1.'],
    ['{"seed": "7"}', 'chaos.json: seed: expected a whole number from 0 to 4294967295, found "7".'],
    ['{"rates": 0.1}', 'chaos.json: rates: expected an object, found 0.1.'],
    [
      '{"rates": {"throtle": 0.1}}',
      'chaos.json: rates: expected one of the keys throttle, partial, lostAnswer, slow, workerDeath, duplicateDelivery, found "throtle".',
    ],
    ['{"rates": {"slow": 1.1}}', 'chaos.json: rates.slow: expected a number from 0 to 1, found 1.1.'],
    ['{"rates": {"slow": -0.1}}', 'chaos.json: rates.slow: expected a number from 0 to 1, found -0.1.'],
    ['{"slowMs": 0.5}', 'chaos.json: slowMs: expected whole milliseconds from 0 to 60000, found 0.5.'],
  ])('%s is refused with what was expected', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
