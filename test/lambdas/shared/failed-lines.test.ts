import { type FailedEvent, failedLines } from '../../../lambdas/shared/failed-lines.js';
import { anEvent, anEventTextOfDepth } from '../../factories/events.js';
import { aFailedEvent } from '../../factories/failed-events.js';
import { arrival } from '../../factories/frames.js';
import { noise } from '../../factories/texts.js';

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

  it.each([1_500, 20_000])(
    'carry an event of %d levels as text, since readers and printers stop at 1,000',
    (levels) => {
      const raw = anEventTextOfDepth(levels);

      const lines = read(aFailedEvent({ reason: 'too-deep', raw }));

      expect(lines.map((line) => line.raw === raw && !('event' in line))).toEqual([true]);
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
    expect(lines.map((line) => JSON.parse(line).raw).join('') === raw).toBe(true);
  });

  it('hold no line end but their own', () => {
    const lines = failedLines(aFailedEvent({ raw: 'a\nb\r\nc', found: 'd\ne' }));

    expect(lines.join('')).not.toMatch(/[\r\n]/);
  });
});
