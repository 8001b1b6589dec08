import fc from 'fast-check';
import { ingestBatch } from '../../../lambdas/ingest/ingest-batch.js';
import { failedLines } from '../../../lambdas/shared/frames/failed-lines.js';
import { decodeFrame, type Frame } from '../../../lambdas/shared/frames/frame.js';
import { failureReasons } from '../../../lambdas/shared/telemetry/types.js';
import { aBatch, aPlainBody, aRequestOf, lenient } from '../../factories/batches.js';
import { anEvent, anEventTextOfDepth, smallestEdata } from '../../factories/events.js';
import { mutantsOf } from '../../factories/mutants.js';
import { anyJson, anyText } from '../../factories/texts.js';
import { fakeIngestPorts } from '../../fakes/fake-ingest-ports.js';

const settings = lenient({ lateAfterDays: 90, channelProfiles: { 'channel-1': 'strict' } });

/** Posts a body and checks what must hold of every one. */
async function post(body: string, channels?: readonly string[]) {
  const ports = fakeIngestPorts();
  const ingested = await ingestBatch(aRequestOf(aPlainBody(body), { channels }), settings, ports);
  const { answer, received, forwarded, failures } = ingested;

  const json = JSON.parse(answer.body);
  expect(json).toMatchObject({ id: 'api.telemetry', ver: '1.0', ets: expect.any(Number), params: expect.any(Object) });
  expect([200, 400, 413, 415]).toContain(answer.statusCode);
  expect(json.responseCode).toBe(answer.statusCode === 200 ? 'SUCCESS' : 'CLIENT_ERROR');

  const frames = ports.forwarded.map(({ data }) => decodeFrame(data) as Frame);
  const lines = frames.flatMap((frame) => frame.lines);
  expect(received).toBe(forwarded + failures.length);
  expect([lines.length, ports.kept.length]).toEqual([forwarded, failures.length]);
  if (answer.statusCode === 200) {
    expect(json.result).toMatchObject({ received, accepted: forwarded, failed: failures.length });
    for (const failure of json.result.failures) expect(failureReasons).toContain(failure.reason);
  }
  return { lines, frames, ports, failures };
}

describe('ingestBatch', () => {
  it('answers any text in the documented shape', async () => {
    await fc.assert(fc.asyncProperty(anyText, async (text) => void (await post(text))));
  });

  it('answers any JSON in the documented shape', async () => {
    const batches = fc.record({ events: fc.oneof(anyJson, fc.array(anyJson)), params: anyJson }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyJson, batches), async (body) => void (await post(JSON.stringify(body)))),
    );
  });

  it('puts each mutation of each valid event into exactly one book', async () => {
    const valid = fc.constantFrom(...Object.keys(smallestEdata)).map((eid) => anEvent({ eid }));
    const batches = fc.array(valid.chain(mutantsOf), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(batches, async (events) => {
        const sent = events.map((event) => JSON.stringify(event));

        const { lines, ports, failures } = await post(JSON.stringify(aBatch(events)));

        const isBad = new Set(failures.map(({ index }) => index));
        expect(ports.kept.map(({ raw }) => raw)).toEqual(sent.filter((_, index) => isBad.has(index)));
        expect(lines).toHaveLength(sent.length - isBad.size);
      }),
      { numRuns: 500 },
    );
  });

  it('writes well-formed text alone, whatever was sent', async () => {
    const texts = fc.record({ mid: anyText, message: anyText, key: anyText, did: anyText, channel: anyText });
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { maxLength: 4 }), fc.boolean(), async (sent, isBound) => {
        const context = { ...(anEvent().context as object) };
        const events = sent.map(({ mid, message, key, did, channel }) =>
          anEvent({ mid, context: { ...context, did, channel }, edata: { message, params: [{ [key]: message }] } }),
        );

        const { lines, frames, ports } = await post(
          JSON.stringify(aBatch(events, { params: { msgid: sent[0]?.mid } })),
          isBound ? ['channel-1'] : undefined,
        );

        const headers = frames.map(({ header, entries }) => JSON.stringify([header, entries]));
        const failed = ports.kept.flatMap(failedLines);
        for (const line of [...lines, ...headers, ...failed]) {
          expect(line).not.toMatch(/(^|[^\\])(\\\\)*\\ud[89a-f]/);
          expect(line.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('answers an event of 4,000 levels under a foreign channel in the documented shape', async () => {
    const text = anEventTextOfDepth(4_000, { context: { ...(anEvent().context as object), channel: 'theirs' } });

    const { ports, failures } = await post(`{"events":[${text}]}`, ['ours']);

    expect(failures.map(({ reason }) => reason)).toEqual(['channel']);
    expect(JSON.parse(ports.kept.flatMap(failedLines)[0] ?? '').raw === text).toBe(true);
  });

  it('forwards what was sent, but for what the notes say', async () => {
    const sent = [
      anEvent({ mid: 'a' }),
      anEvent({
        mid: 'b',
        eid: 'Audit',
        edata: { Props: '' },
        context: { ...(anEvent().context as object), channel: 'c' },
      }),
    ];

    const { lines, frames } = await post(JSON.stringify(aBatch(sent.map((event) => ({ ...event, ets: Date.now() })))));

    expect(lines.map((line) => JSON.parse(line).mid)).toEqual(['a', 'b']);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ eid: 'AUDIT', edata: { props: [] } });
    expect(frames.flatMap(({ entries }) => entries.map(([, , notes]) => notes))).toEqual([
      undefined,
      {
        repaired: [
          { rule: 'eid-case', path: '/eid', was: 'Audit' },
          { rule: 'edata-key-case', path: '/edata/props', was: 'Props' },
          { rule: 'empty-props', path: '/edata/props', was: '' },
        ],
      },
    ]);
  });

  it('lets a token write to its own channels alone', async () => {
    const context = anEvent().context as object;
    const events = fc.array(fc.constantFrom('a', 'b', 'c', ' '), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(events, async (channels) => {
        const sent = channels.map((channel) => anEvent({ ets: Date.now(), context: { ...context, channel } }));

        const { lines, failures } = await post(JSON.stringify(aBatch(sent)), ['a', 'b']);

        const isOwn = (channel: string) => ['a', 'b'].includes(channel);
        expect(lines.map((line) => JSON.parse(line).context.channel)).toEqual(channels.filter(isOwn));
        expect(failures.map(({ reason }) => reason)).toEqual(
          channels.filter((channel) => !isOwn(channel)).map(() => 'channel'),
        );
      }),
    );
  });
});
