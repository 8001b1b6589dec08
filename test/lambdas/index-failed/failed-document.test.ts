import { failedDocument } from '../../../lambdas/index-failed/failed-document.js';
import { failedLines } from '../../../lambdas/shared/frames/failed-lines.js';
import { anEvent } from '../../factories/events.js';
import { aHeader } from '../../factories/frames.js';

const key = 'failed/dt=2024-01-15/hour=05/a.json.gz';
const at = Date.parse('2024-01-14T23:59:59Z');
const fault = { reason: 'schema', pointer: '/edata/level', expected: 'string', found: 'number' } as const;

const linesOf = (event: object | string, header = aHeader()) =>
  failedLines({
    ...fault,
    stage: 'ingest',
    at,
    header,
    raw: typeof event === 'string' ? event : JSON.stringify(event),
  });

describe('the document of a failed event', () => {
  it('says why it failed and who sent it, under its place in the lake', () => {
    const [line = ''] = linesOf(anEvent());
    const { context, eid, mid, ver, ets } = anEvent() as ReturnType<typeof anEvent> & {
      context: { channel: string; pdata: object };
    };

    const made = failedDocument(line, key, 7);

    expect(made).toEqual({
      id: `${key}#7`,
      index: 'failed-2024-01-14',
      document: {
        '@timestamp': '2024-01-14T23:59:59.000Z',
        ...fault,
        message: '/edata/level: expected string, found number',
        pointers: ['/edata/level'],
        stage: 'ingest',
        ...{ eid, mid, ver, ets },
        channel: context.channel,
        msgid: aHeader().msgid,
        pdata: context.pdata,
        object: key,
        line: 7,
      },
    });
  });

  it('says each place of an event in which several things are wrong', () => {
    const faults = [fault, { ...fault, pointer: '/edata/type' }];
    const [line = ''] = failedLines({ ...fault, faults, stage: 'ingest', at, header: aHeader(), raw: '{}' });

    expect(failedDocument(line, key, 1)?.document).toMatchObject({
      pointer: '/edata/level',
      pointers: ['/edata/level', '/edata/type'],
    });
  });

  it.each([
    ['the whole event', { pointer: '' }],
    ['something else', { faults: [7, null, { pointer: 7 }], pointer: 5 }],
  ])('has no places where a line tells of %s', (_, told) => {
    const line = JSON.stringify({ reason: 'schema', at: '2024-01-14T23:59:59Z', ...told });

    expect(failedDocument(line, key, 1)?.document).not.toHaveProperty('pointers');
  });

  it('has nothing in it of what the event says, nor of who did it', () => {
    const event = anEvent({ actor: { id: 'somebody', type: 'User' }, edata: { level: 1, message: 'my secret' } });
    const header = { ...aHeader(), ip: '203.0.113.0', userAgent: 'some browser', did: 'some device' };

    const text = JSON.stringify(failedDocument(linesOf(event, header)[0] ?? '', key, 1));

    for (const personal of ['somebody', 'my secret', '203.0.113.0', 'some browser', 'some device']) {
      expect(text).not.toContain(personal);
    }
  });

  it('takes no value of another kind than it should be, and no endless text', () => {
    const event = { eid: ['LOG'], mid: 'm'.repeat(5_000), ets: 'yesterday', context: { channel: 7, pdata: 'portal' } };

    const { document } = failedDocument(linesOf(event)[0] ?? '', key, 1) ?? { document: {} };

    expect(document).toMatchObject({ mid: 'm'.repeat(1_024), channel: aHeader().channel });
    for (const absent of ['eid', 'ets', 'pdata']) expect(document).not.toHaveProperty(absent);
  });

  it('is one for an event in several lines', () => {
    const lines = linesOf(`"${'x'.repeat(400_000)}"`);

    const made = lines.map((line, index) => failedDocument(line, key, index + 1));

    expect(made.map((one) => one?.id)).toEqual([`${key}#1`, undefined, undefined]);
  });

  it.each(['', 'no JSON', '[]', '{"reason":"schema"}', '{"at":"2024-01-15T00:00:00Z"}'])('is none for %j', (line) => {
    expect(failedDocument(line, key, 1)).toBeUndefined();
  });
});
