import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Batch, maxBatchEvents, readBatch } from '../../../lambdas/ingest/read-batch.js';
import { aBatch, aCodedBody, aPlainBody } from '../../factories/batches.js';
import { anEvent } from '../../factories/events.js';

const read = (overrides: Record<string, unknown>) =>
  readBatch(aPlainBody(JSON.stringify(aBatch([anEvent()], overrides)))) as Batch;

describe('readBatch', () => {
  it('reads the events and who sent them', () => {
    expect(readBatch(aPlainBody(JSON.stringify(aBatch([anEvent(), 7]))))).toEqual({
      msgid: 'batch-1',
      did: 'device-of-batch',
      events: [anEvent(), 7],
    });
  });

  it.each([
    ['nothing', '', 'MALFORMED_JSON', 'body: expected JSON, found nothing'],
    ['white space', ' \r\n\t', 'MALFORMED_JSON', 'body: expected JSON, found nothing'],
    ['an array', '[]', 'NOT_A_BATCH', 'body: expected an object with events, found array'],
    ['null', 'null', 'NOT_A_BATCH', 'body: expected an object with events, found null'],
    ['a string', '"x"', 'NOT_A_BATCH', 'body: expected an object with events, found string'],
    ['a number', '7', 'NOT_A_BATCH', 'body: expected an object with events, found number'],
    ['no events', '{}', 'NOT_A_BATCH', '/events: expected array, found nothing'],
    ['null as events', '{"events":null}', 'NOT_A_BATCH', '/events: expected array, found null'],
    ['an object as events', '{"events":{"0":{}}}', 'NOT_A_BATCH', '/events: expected array, found object'],
    ['inherited events', '{"__proto__":{"events":[]}}', 'NOT_A_BATCH', '/events: expected array, found nothing'],
    [
      'events written twice, at last as no list',
      '{"events":[],"events":1}',
      'NOT_A_BATCH',
      '/events: expected array, found number',
    ],
  ])('refuses a body of %s', (_, text, err, message) => {
    expect(readBatch(aPlainBody(text))).toEqual({ status: 400, err, message });
  });

  it.each([
    ['a colon is missing', '{"events":[\n{"mid":"a"},\n  {"mid" "b"}]}', 'line 3 column 10'],
    ['the text ends', '{"events":[1', 'line 1 column 13'],
    ['a key has no quotes', '{events', 'line 1 column 2'],
    ['a comma is too many', '{\n"events": [],\n}', 'line 3 column 1'],
    ['a word is cut short', `{"padding":"${'x'.repeat(200)}",\n"events":[tru]}`, 'line 2 column 11'],
  ])('says where the JSON breaks when %s', (_, text, place) => {
    expect(readBatch(aPlainBody(text))).toEqual({
      status: 400,
      err: 'MALFORMED_JSON',
      message: expect.stringContaining(place),
    });
  });

  it('refuses broken JSON that nests without end, and does not fall over it', () => {
    expect(readBatch(aPlainBody(`{"events":${'['.repeat(100_000)}`))).toMatchObject({
      status: 400,
      err: 'MALFORMED_JSON',
    });
  });

  it.each([
    ['commas', `{"events":[${','.repeat(16_000_000)}]}`, 'expected JSON'],
    ['levels', `{"events":[${'['.repeat(8_000_000)}${']'.repeat(8_000_000)}]}`, 'expected at most 1000000 objects and'],
    ['objects', `{"events":[${'{},'.repeat(5_000_000)}{}]}`, 'expected at most 1000000 objects and'],
  ])('refuses 16 MiB of %s without filling the memory', (_, text, message) => {
    const before = process.memoryUsage().heapUsed;

    const refused = readBatch(aCodedBody(gzipSync(text), 'gzip'));

    expect('message' in refused && refused.message).toContain(message);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('quotes nothing of a body that is no JSON', () => {
    const refused = readBatch(aPlainBody(`{"events":[{"edata":{"pageid":"otp","extra":{"values":'123456'}}}]}`));

    expect(refused).toMatchObject({
      message: expect.stringMatching(/^body: expected JSON, found a text that is none: .+ \(line 1 column 55\)$/),
    });
    expect(JSON.stringify(refused)).not.toContain('123456');
  });

  it('refuses any text that is no JSON, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readBatch(aPlainBody(`{${text}`))).toMatchObject({ status: 400 });
      }),
      { examples: [['\0'], ['"events":[']] },
    );
  });

  it(`takes ${maxBatchEvents} events`, () => {
    const { events } = read({ events: Array(maxBatchEvents).fill(0) });

    expect(events).toHaveLength(maxBatchEvents);
  });

  it(`refuses ${maxBatchEvents + 1} events`, () => {
    expect(read({ events: Array(maxBatchEvents + 1).fill(0) })).toEqual({
      status: 413,
      err: 'TOO_LARGE',
      message: '/events: expected at most 10000, found 10001. Send fewer events a batch.',
    });
  });

  it('takes a batch without events', () => {
    expect(read({ events: [] }).events).toEqual([]);
  });

  it.each([undefined, null, 7, 'x', [], {}, { msgid: 7, did: {} }, { msgid: '', did: '' }, { msgid: null }])(
    'takes a batch with %j as params, and knows no sender then',
    (params) => {
      expect(read({ params })).toEqual({ msgid: undefined, did: undefined, events: [anEvent()] });
    },
  );

  it('keeps 256 characters of an endless msgid', () => {
    expect(read({ params: { msgid: 'x'.repeat(1_000) } }).msgid).toBe('x'.repeat(256));
  });
});
