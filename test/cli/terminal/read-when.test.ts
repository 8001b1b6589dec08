import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { readWhen } from '../../../cli/terminal/read-when.js';
import { projectRoot } from '../../../lib/project-root.js';

const now = Date.UTC(2026, 10, 21, 6, 30);
const read = (text: string) => readWhen('--since', text, now);

describe('a point in time', () => {
  it.each([
    ['30m', '2026-11-21T06:00:00.000Z'],
    ['12h', '2026-11-20T18:30:00.000Z'],
    ['2d', '2026-11-19T06:30:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T06:30', '2026-11-20T06:30:00.000Z'],
    ['2026-11-20T06:30:15', '2026-11-20T06:30:15.000Z'],
    ['2026-11-20T06:30Z', '2026-11-20T06:30:00.000Z'],
    ['2026-11-20T06:30:15.25Z', '2026-11-20T06:30:15.250Z'],
    ['2026-11-20T06:30+05:30', '2026-11-20T01:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('of %s is %s', (text, expected) => {
    expect(new Date(read(text)).toISOString()).toBe(expected);
  });

  it('is one of UTC on a machine in another zone, too', () => {
    // The zone of a process is read once; of this one it has been.
    const script = `import { readWhen } from '${pathToFileURL(join(projectRoot, 'dist/cli/terminal/read-when.js'))}';
      console.log(new Date(2026, 0).getTimezoneOffset(), readWhen('--since', '2026-11-20T06:30', 0));`;

    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TZ: 'Asia/Kolkata' },
      encoding: 'utf8',
    });

    expect(printed).toBe(`-330 ${Date.UTC(2026, 10, 20, 6, 30)}\n`);
  });

  it.each(['yesterday', '5', '24 h', '2d ago', '-2d', '2026-11-20 and so on', '2026-11-20T06:30ZZ', '2026-1-2', ''])(
    'that is written as "%s" is refused, with what is expected',
    (text) => {
      expect(() => read(text)).toThrow(/^--since: expected a date such as 2026-11-20 or .*30m, 12h or 2d, found "/);
    },
  );

  it.each(['2026-02-31', '2025-02-29', '2026-13-01', '2026-11-20T24:00', '2026-11-20T06:61', '2026-11-20T06:30+25:00'])(
    'of %s is refused: there is none',
    (text) => {
      expect(() => read(text)).toThrow(`--since: expected a day and a time that there are, found "${text}".`);
    },
  );

  it.each(['99999999999999d', `${'9'.repeat(400)}m`, '40000d', '0001-01-01'])(
    'as long ago as %s is refused',
    (text) => {
      expect(() => read(text)).toThrow(`--since: expected a time after 1970, found "${text}".`);
    },
  );

  it('is the one that was printed', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (at) => {
        expect(read(at.toISOString())).toBe(at.getTime());
        expect(read(at.toISOString().slice(0, -1))).toBe(at.getTime());
      }),
    );
  });
});
