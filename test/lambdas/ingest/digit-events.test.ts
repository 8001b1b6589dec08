import { ingestBatch } from '../../../lambdas/ingest/ingest-batch.js';
import { decodeFrame, type Frame } from '../../../lambdas/shared/frames/frame.js';
import { aPlainBody, aRequestOf, lenient } from '../../factories/batches.js';
import { digitBatch } from '../../factories/digit-events.js';
import { fakeIngestPorts } from '../../fakes/fake-ingest-ports.js';

describe('a page of DIGIT', () => {
  const post = async (profile: 'strict' | 'compatible') => {
    const ports = fakeIngestPorts();
    const body = aPlainBody(JSON.stringify(digitBatch()));
    const { failures } = await ingestBatch(aRequestOf(body), lenient({ profile }), ports);
    const frames = ports.forwarded.map(({ data }) => decodeFrame(data) as Frame);
    return { failures, frames, lines: frames.flatMap((frame) => frame.lines) };
  };

  it('is stored in the compatible profile, with all of its own keys', async () => {
    const { failures, lines } = await post('compatible');

    const [start, summary, end] = digitBatch().events.map(({ edata }) => edata as Record<string, unknown>);
    const { timeSpent, ...rest } = summary ?? {};
    expect(failures).toEqual([]);
    expect(lines.map((line) => JSON.parse(line).edata)).toEqual([
      { ...start, duration: 0 },
      { ...rest, timespent: timeSpent },
      end,
    ]);
  });

  it('says what was repaired', async () => {
    const { frames } = await post('compatible');

    expect(frames[0]?.entries.map(([, , notes]) => notes?.repaired)).toEqual([
      [{ rule: 'number-text', path: '/edata/duration', was: '0' }],
      [{ rule: 'edata-key-case', path: '/edata/timespent', was: 'timeSpent' }],
      undefined,
    ]);
  });

  it('is refused in the strict profile', async () => {
    const { failures } = await post('strict');

    expect(failures.map(({ reason }) => reason)).toEqual(['schema', 'schema', 'schema']);
  });
});
