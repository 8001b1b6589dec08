import fc from 'fast-check';
import { type FailedEvent, failedLines } from '../../../../lambdas/shared/frames/failed-lines.js';
import { anEvent, anEventTextOfDepth } from '../../../factories/events.js';
import { aFailedEvent } from '../../../factories/failed-events.js';
import { arrival } from '../../../factories/frames.js';
import { anyJson, anyText, noise } from '../../../factories/texts.js';

const maxRecordBytes = 1_000 * 1024;

function read(event: FailedEvent): Record<string, unknown>[] {
  return failedLines(event).map((line) => JSON.parse(line));
}

describe('the lines of a failed event', () => {
  it('carry the event as JSON, with the reason, the stage, the time and the header', () => {
    const lines = read(aFailedEvent({ raw: JSON.stringify(anEvent()) }));

    expect(lines).toEqual([
      {
        reason: 'envelope',
        message: '/mid: expected a value, found nothing',
        pointer: '/mid',
        expected: 'a value',
        found: 'nothing',
        stage: 'ingest',
        at: new Date(arrival).toISOString(),
        header: aFailedEvent().header,
        event: anEvent(),
      },
    ]);
  });

  it('carry all faults of an event beside the first one', () => {
    const faults = ['/mid', '/ets'].map(
      (pointer) => ({ reason: 'envelope', pointer, expected: 'string', found: 'nothing' }) as const,
    );

    const [line] = read(aFailedEvent({ faults }));

    expect(line).toMatchObject({ pointer: '/mid', message: '/mid: expected a value, found nothing', faults });
  });

  it.each([
    ['text that is no JSON', '{"eid":'],
    ['a number', '7'],
    ['null', 'null'],
    ['a string', '"LOG"'],
    ['the bytes of a frame', 'base64:H4sI'],
    ['nothing', ''],
  ])('carry %s as it came', (_, raw) => {
    const [line] = read(aFailedEvent({ raw }));

    expect(line).toMatchObject({ raw });
    expect(line).not.toHaveProperty('event');
  });

  it.each([1_500, 4_000, 20_000])(
    'carry an event of %d levels as text, whatever it failed for, since readers and printers stop at 1,000',
    (levels) => {
      const raw = anEventTextOfDepth(levels);

      for (const reason of ['too-deep', 'channel', 'malformed-json'] as const) {
        const lines = read(aFailedEvent({ reason, raw }));

        expect(lines.map((line) => line.raw === raw && !('event' in line))).toEqual([true]);
      }
    },
  );

  it('carry a text of 3 MiB in parts that join back and fit a Firehose record each', () => {
    const raw = noise(3 * 1024 * 1024);

    const lines = read(aFailedEvent({ raw }));

    expect(lines.map((line) => line.raw).join('') === raw).toBe(true);
    expect(lines.map(({ part }) => part)).toEqual(lines.map((_, index) => index + 1));
    expect(new Set(lines.map(({ id }) => id)).size).toBe(1);
    expect(new Set(lines.map(({ parts }) => parts))).toEqual(new Set([lines.length]));
  });

  it.each(['\0', '\ud800', '😀', '"'])('stay inside a Firehose record and join back when all text is %j', (sign) => {
    const raw = `x${sign.repeat(400_000)}`;

    const lines = failedLines(aFailedEvent({ raw }));

    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThan(maxRecordBytes);
    expect(lines.map((line) => JSON.parse(line).raw).join('') === raw.toWellFormed()).toBe(true);
    expect(lines.filter((line) => /\\ud[89a-f]/.test(line))).toEqual([]);
  });

  it('are JSON without half of a surrogate pair, whatever text they hold', () => {
    const raws = fc.oneof(
      anyText,
      anyText.map((text) => JSON.stringify(text)),
      anyJson.map((json) => JSON.stringify(json)),
      fc.tuple(anyText, anyText).map(([key, text]) => JSON.stringify({ [key]: [text] })),
    );
    fc.assert(
      fc.property(raws, (raw) => {
        for (const line of failedLines(aFailedEvent({ raw }))) {
          const bytes = Buffer.from(line);
          expect(JSON.stringify(JSON.parse(bytes.toString()))).toBe(line);
          // An escape after an even number of backslashes is one; after an odd number it is text about one.
          expect(line).not.toMatch(/(^|[^\\])(\\\\)*\\ud[89a-f]/);
        }
      }),
    );
  });

  it('hold no line end but their own', () => {
    const lines = failedLines(aFailedEvent({ raw: 'a\nb\r\nc', found: 'd\ne' }));

    expect(lines.join('')).not.toMatch(/[\r\n]/);
  });
});
