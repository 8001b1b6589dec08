import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { ingestBatch } from '../../../lambdas/ingest/ingest-batch.js';
import { decodeFrame, type Frame } from '../../../lambdas/shared/frames/frame.js';
import { maxEventBytes } from '../../../lambdas/shared/telemetry/check-shape.js';
import { printJson } from '../../../lambdas/shared/telemetry/print-json.js';
import { aBatch, aBody, aCodedBody, aPlainBody, aRequestOf, aSender, lenient } from '../../factories/batches.js';
import { anEvent, anEventTextOfDepth, anEventWithout, framed, someEvents } from '../../factories/events.js';
import { arrival } from '../../factories/frames.js';
import { noise } from '../../factories/texts.js';
import { type FakeIngestPorts, fakeIngestPorts } from '../../fakes/fake-ingest-ports.js';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const bad = anEvent({ mid: 'LOG:bad', ets: 'yesterday' });
const badMessage = '/ets: expected number, found string';
const badFault = { reason: 'envelope', pointer: '/ets', expected: 'number', found: 'string' };
const settings = lenient();

/** A body of events that JSON.stringify may not be able to print. */
const aDeepBody = (events: readonly unknown[]) => aPlainBody(`{"events":[${events.map(printJson).join(',')}]}`);

const framesOf = ({ forwarded }: FakeIngestPorts): Frame[] => forwarded.map(({ data }) => decodeFrame(data) as Frame);

describe('ingestBatch', () => {
  it('answers a batch of good and bad events with what became of each', async () => {
    const ports = fakeIngestPorts();

    const { answer } = await ingestBatch(
      aRequestOf(aBody([anEvent(), bad, anEvent({ mid: 'LOG:2' })])),
      settings,
      ports,
    );

    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(JSON.parse(answer.body)).toEqual({
      id: 'api.telemetry',
      ver: '1.0',
      ets: arrival,
      params: { msgid: 'batch-1', status: 'successful' },
      responseCode: 'SUCCESS',
      result: {
        received: 3,
        accepted: 2,
        failed: 1,
        failures: [{ index: 1, mid: 'LOG:bad', reason: 'envelope', message: badMessage }],
      },
    });
  });

  it('forwards the good events first, then keeps the failed ones, and answers last', async () => {
    const ports = fakeIngestPorts();

    await ingestBatch(aRequestOf(aBody([bad, anEvent()])), settings, ports).then(() => ports.effects.push('answer'));

    expect(ports.effects).toEqual(['forward 1', 'keepFailed 1', 'answer']);
  });

  it('counts what it received, forwarded and failed', async () => {
    const ingested = await ingestBatch(aRequestOf(aBody([anEvent(), bad, null])), settings, fakeIngestPorts());

    expect(ingested).toMatchObject({ received: 3, forwarded: 1, failures: [{ index: 1 }, { index: 2 }] });
  });

  it('forwards an event as the text that it came as, with its fingerprint', async () => {
    const ports = fakeIngestPorts();
    const event = anEvent({ edata: { message: 'a\u2028\0😀', nested: { list: [1.5, null] } } });

    await ingestBatch(aRequestOf(aBody([event])), settings, ports);

    const { mid, fingerprint, text } = framed(event);
    expect(framesOf(ports)).toMatchObject([{ entries: [[mid, fingerprint]], lines: [text] }]);
  });

  it('stamps the frame with what the request says of all its events', async () => {
    const ports = fakeIngestPorts();

    await ingestBatch(aRequestOf(aBody([anEvent()])), settings, ports);

    expect(framesOf(ports).map(({ header }) => header)).toEqual([
      {
        msgid: 'batch-1',
        syncts: arrival,
        channel: 'channel-1',
        did: 'device-1',
        pid: 'app-1',
        ip: '192.0.2.0',
        userAgent: 'telemetry-sdk',
      },
    ]);
  });

  it('takes the device from the batch where the request names none', async () => {
    const ports = fakeIngestPorts();

    await ingestBatch(aRequestOf(aBody([anEvent()]), { sender: aSender({ did: undefined }) }), settings, ports);

    expect(framesOf(ports)[0]?.header.did).toBe('device-of-batch');
  });

  it('spreads by the msgid of the batch', async () => {
    const ports = fakeIngestPorts();

    await ingestBatch(aRequestOf(aBody(someEvents(501))), settings, ports);

    expect(ports.forwarded.map(({ partitionKey }) => partitionKey)).toEqual(['batch-1', 'batch-1']);
  });

  it('spreads by the first good mid of a batch without msgid', async () => {
    const ports = fakeIngestPorts();

    await ingestBatch(aRequestOf(aBody([bad, anEvent({ mid: 'LOG:7' })], { params: {} })), settings, ports);

    expect(ports.forwarded.map(({ partitionKey }) => partitionKey)).toEqual(['LOG:7']);
  });

  it('forwards all of 1,000 events, in their order', async () => {
    const ports = fakeIngestPorts();
    const events = someEvents(1_000);

    const { answer } = await ingestBatch(aRequestOf(aBody(events)), settings, ports);

    expect(framesOf(ports).flatMap(({ lines }) => lines)).toEqual(events.map((event) => JSON.stringify(event)));
    expect(JSON.parse(answer.body).result).toEqual({ received: 1_000, accepted: 1_000, failed: 0, failures: [] });
  });

  it('hands the stream no record above 1 MiB, which Kinesis refuses for ever, even where most of an event is its mid', async () => {
    const ports = fakeIngestPorts();
    const event = anEvent({ mid: noise(maxEventBytes - 300) });

    const { answer } = await ingestBatch(aRequestOf(aBody([event, anEvent()])), settings, ports);

    expect(answer.statusCode).toBe(200);
    expect(ports.forwarded.filter(({ data }) => data.length + 256 > 1024 * 1024)).toHaveLength(0);
  });

  it('answers a batch without events at once, and touches nothing', async () => {
    const ports = fakeIngestPorts();

    const { answer } = await ingestBatch(aRequestOf(aBody([])), settings, ports);

    expect(JSON.parse(answer.body).result).toEqual({ received: 0, accepted: 0, failed: 0, failures: [] });
    expect([answer.statusCode, ports.effects]).toEqual([200, []]);
  });

  it('forwards nothing when all events are bad', async () => {
    const ports = fakeIngestPorts();

    const { answer } = await ingestBatch(aRequestOf(aBody([bad, bad])), settings, ports);

    expect([answer.statusCode, ports.effects]).toEqual([200, ['keepFailed 2']]);
  });

  it.each([
    ['{"events":1}', 400, 'NOT_A_BATCH'],
    ['{', 400, 'MALFORMED_JSON'],
    ['x'.repeat(5 * 1024 * 1024 + 1), 413, 'TOO_LARGE'],
  ])('refuses what is no batch (%.12j), and touches nothing', async (text, status, err) => {
    const ports = fakeIngestPorts();

    const { answer, ...counts } = await ingestBatch(aRequestOf(aPlainBody(text)), settings, ports);

    expect(answer.statusCode).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({
      id: 'api.telemetry',
      ver: '1.0',
      ets: arrival,
      params: { status: 'failed', err, errmsg: expect.stringContaining('expected') },
      responseCode: 'CLIENT_ERROR',
      result: {},
    });
    expect({ ...counts, effects: ports.effects }).toEqual({
      received: 0,
      forwarded: 0,
      repaired: 0,
      failures: [],
      effects: [],
    });
  });

  it('takes the last of two values under one key, as JSON.parse does', async () => {
    const ports = fakeIngestPorts();
    const text = JSON.stringify(anEvent({ mid: 'LOG:last' })).replace('{', '{"mid":"LOG:first",');

    await ingestBatch(aRequestOf(aPlainBody(`{"events":[null],"events":[${text}]}`)), settings, ports);

    expect(framesOf(ports).flatMap(({ entries }) => entries.map(([mid]) => mid))).toEqual(['LOG:last']);
    expect(framesOf(ports)[0]?.lines[0]).not.toContain('LOG:first');
  });

  it('keeps a failed event as it was sent, with the header of its batch', async () => {
    const ports = fakeIngestPorts();

    await ingestBatch(aRequestOf(aBody([bad])), settings, ports);

    expect(ports.kept).toEqual([
      {
        ...badFault,
        stage: 'ingest',
        at: arrival,
        raw: JSON.stringify(bad),
        header: { msgid: 'batch-1', syncts: arrival, ...aSender() },
      },
    ]);
  });

  it.each([101, 20_000])('keeps the text of an event of %d levels', async (levels) => {
    const ports = fakeIngestPorts();
    const text = anEventTextOfDepth(levels);

    const { answer } = await ingestBatch(aRequestOf(aPlainBody(`{"events":[ ${text} ]}`)), settings, ports);

    expect(JSON.parse(answer.body).result.failures).toMatchObject([{ index: 0, mid: 'LOG:1', reason: 'too-deep' }]);
    expect(ports.kept.map(({ raw }) => raw === text)).toEqual([true]);
  });

  it('lets no one-time password reach the stream or the failed book, nor a hash of it', async () => {
    const typed = (values: string) => [
      anEvent({ eid: 'INTERACT', edata: { id: 'submit-otp', pageid: 'otp', extra: { values } } }),
      anEvent({ eid: 'Log', mid: 'LOG:2', edata: { pageid: 'otp', extra: { values } } }),
      { eid: 'NONE', edata: { Pageid: 'otp', Extra: { values } } },
      JSON.parse(anEventTextOfDepth(20_000, { edata: { pageid: 'otp', extra: { values } } })),
    ];
    const [ports, others] = [fakeIngestPorts(), fakeIngestPorts()];

    const { answer } = await ingestBatch(aRequestOf(aDeepBody(typed('482913'))), settings, ports);
    await ingestBatch(aRequestOf(aDeepBody(typed('000000'))), settings, others);

    const written = JSON.stringify([framesOf(ports), ports.kept, answer]);
    expect(written).not.toContain('482913');
    expect(written).toContain('[redacted]');
    expect([framesOf(ports), ports.kept]).toEqual([framesOf(others), others.kept]);
  });

  it('notes on an event what was taken out of it', async () => {
    const ports = fakeIngestPorts();
    const event = anEvent({ eid: 'INTERACT', edata: { pageid: 'otp', extra: { values: '482913' } } });

    await ingestBatch(aRequestOf(aBody([event])), settings, ports);

    expect(framesOf(ports)[0]?.entries).toEqual([
      [expect.stringMatching(/^redacted:/), expect.any(String), { redacted: ['otp'] }],
    ]);
  });

  it('notes on a failed event what was taken out of it, for when it is judged again', async () => {
    const ports = fakeIngestPorts();
    const event = anEvent({ eid: 'NONE', edata: { pageid: 'otp', extra: { values: '482913' } } });

    await ingestBatch(aRequestOf(aBody([event, anEvent({ eid: 'NONE' })])), settings, ports);

    expect(ports.kept.map(({ notes }) => notes)).toEqual([{ redacted: ['otp'] }, undefined]);
  });

  it('keeps no hash of a one-time password: the SDKs make mid and msgid of the events as they were typed', async () => {
    const typed = anEvent({ eid: 'INTERACT', mid: '', edata: { pageid: 'otp', extra: { values: '482913' } } });
    const event = { ...typed, mid: `INTERACT:${md5(JSON.stringify(typed))}` };
    const msgid = md5(JSON.stringify([event]));
    const ports = fakeIngestPorts();

    const { answer } = await ingestBatch(aRequestOf(aBody([event, bad], { params: { msgid } })), settings, ports);

    const written = JSON.stringify([
      framesOf(ports),
      ports.forwarded.map(({ partitionKey }) => partitionKey),
      ports.kept,
    ]);
    expect(written).not.toContain(event.mid);
    expect(written).not.toContain(msgid);
    expect(JSON.parse(answer.body).params.msgid).toBe(msgid);
  });

  it('gives a redacted event the same mid whenever it comes again, and another one to another event', async () => {
    const typed = (mid: string, id: string) =>
      anEvent({ eid: 'INTERACT', mid, edata: { pageid: 'otp', id, extra: { values: '482913' } } });
    const ports = fakeIngestPorts();

    for (const id of ['a', 'a', 'b']) await ingestBatch(aRequestOf(aBody([typed('LOG:1', id)])), settings, ports);

    const mids = framesOf(ports).flatMap(({ entries }) => entries.map(([mid]) => mid));
    expect(mids[1]).toBe(mids[0]);
    expect(mids[2]).not.toBe(mids[0]);
    expect(framesOf(ports).map(({ lines }) => JSON.parse(lines[0] ?? '').mid)).toEqual(mids);
  });

  it('tells a repaired event from others by what was sent', async () => {
    const ports = fakeIngestPorts();

    const { repaired } = await ingestBatch(aRequestOf(aBody([anEvent({ eid: 'Log' })])), settings, ports);

    const sent = framed(anEvent({ eid: 'Log' }));
    expect(framesOf(ports)).toMatchObject([
      {
        entries: [[sent.mid, sent.fingerprint, { repaired: [{ rule: 'eid-case' }] }]],
        lines: [framed(anEvent()).text],
      },
    ]);
    expect(repaired).toBe(1);
  });

  it('lists at most 1,000 failures in the answer, and keeps them all', async () => {
    const ports = fakeIngestPorts();

    const { answer } = await ingestBatch(aRequestOf(aBody(Array(1_001).fill(null))), settings, ports);

    const { result } = JSON.parse(answer.body);
    expect([result.failed, result.failures.length, ports.kept.length]).toEqual([1_001, 1_000, 1_001]);
  });

  it('tells all that is wrong with an event, in the answer and in the failed book', async () => {
    const ports = fakeIngestPorts();
    const event = anEvent({ mid: '', ets: 'now', edata: { level: 1 } });

    const { answer } = await ingestBatch(aRequestOf(aBody([event])), settings, ports);

    const faults = [
      { reason: 'envelope', pointer: '/ets', expected: 'number', found: 'string' },
      { reason: 'envelope', pointer: '/mid', expected: 'a text that is not empty', found: '""' },
      { reason: 'schema', pointer: '/edata/level', expected: 'string', found: 'number' },
    ];
    const message = '/ets: expected number, found string';
    expect(JSON.parse(answer.body).result.failures).toEqual([
      { index: 0, mid: '', reason: 'envelope', message, faults },
    ]);
    expect(ports.kept).toMatchObject([{ ...faults[0], faults }]);
  });

  it('answers in less than a function may, however much there is to tell', async () => {
    const keys = Array.from({ length: 10 }, (_, n) => `${n}${'\u0001'.repeat(200)}`);
    const events = Array.from({ length: 1_000 }, (_, n) =>
      anEvent({ mid: `${n}${'\u0001'.repeat(300)}`, edata: Object.fromEntries(keys.map((key) => [key, 1])) }),
    );
    const request = aRequestOf(aCodedBody(gzipSync(JSON.stringify(aBatch(events))), 'gzip'));

    const { answer, failures } = await ingestBatch(request, lenient({ profile: 'strict' }), fakeIngestPorts());

    const { result } = JSON.parse(answer.body);
    expect([failures.length, result.failed]).toEqual([1_000, 1_000]);
    expect(result.failures.length).toBeGreaterThan(20);
    expect(result.failures).toEqual(JSON.parse(JSON.stringify(failures.slice(0, result.failures.length))));
    // "Lambda quotas: 6 MB a response", which is JSON with the answer as a text in it.
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6_000_000);
  });

  it.each([
    ['a number', { mid: 7 }, undefined],
    ['endless', { mid: 'x'.repeat(9_000), ets: null }, 'x'.repeat(256)],
    ['missing', anEventWithout('mid'), undefined],
  ])('answers without trouble where a bad event has a mid that is %s', async (_, overrides, mid) => {
    const { failures } = await ingestBatch(aRequestOf(aBody([{ ...overrides }])), settings, fakeIngestPorts());

    expect(failures.map((failure) => failure.mid)).toEqual([mid]);
  });
});
