import { ingestBatch } from '../../../lambdas/ingest/ingest-batch.js';
import { decodeFrame, type Frame } from '../../../lambdas/shared/frames/frame.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aBody, aRequestOf, lenient } from '../../factories/batches.js';
import { anEvent } from '../../factories/events.js';
import { type FakeIngestPorts, fakeIngestPorts } from '../../fakes/fake-ingest-ports.js';

const bad = anEvent({ mid: 'LOG:bad', ets: 'yesterday' });
const settings = lenient();

const framesOf = ({ forwarded }: FakeIngestPorts): Frame[] => forwarded.map(({ data }) => decodeFrame(data) as Frame);

describe('answers to questions of a registration', () => {
  const phone = '9000000001';
  const answered = (overrides: object = {}, id = 'do_reg') =>
    anEvent({ eid: 'ASSESS', mid: 'ASSESS:1', edata: { item: { id }, resvalues: [{ ans1: phone }], ...overrides } });
  const portsWhere = (...registrations: string[]) => {
    const ports = fakeIngestPorts();
    for (const id of registrations) ports.registrations.add(id);
    return ports;
  };

  it('are in no frame and in no line of the failed book, and the event says that they were taken', async () => {
    const ports = portsWhere('do_reg');
    const wrong = { ...answered({ score: 'high' }), mid: 'ASSESS:2' };

    const { answer } = await ingestBatch(aRequestOf(aBody([answered(), wrong])), settings, ports);

    const [frame] = framesOf(ports);
    expect(JSON.parse(answer.body).result).toMatchObject({ accepted: 1, failed: 1 });
    expect(frame?.header.msgid).toBeUndefined();
    expect(frame?.entries).toEqual([
      [expect.stringMatching(/^redacted:/), expect.any(String), { redacted: ['registration'] }],
    ]);
    expect(JSON.parse(frame?.lines[0] ?? '')).toMatchObject({ eid: 'ASSESS', edata: { resvalues: [], score: 1 } });
    expect(ports.kept).toMatchObject([{ reason: 'schema', notes: { redacted: ['registration'] } }]);
    expect(JSON.stringify([frame, ports.kept, answer.body])).not.toContain(phone);
  });

  it('are in no fingerprint: whatever was answered, it is the same', async () => {
    const [ports, others] = [portsWhere('do_reg'), portsWhere('do_reg')];

    await ingestBatch(aRequestOf(aBody([answered()])), settings, ports);
    await ingestBatch(aRequestOf(aBody([answered({ resvalues: [{ ans1: '1' }] })])), settings, others);

    expect(framesOf(ports).map(({ entries }) => entries)).toEqual(framesOf(others).map(({ entries }) => entries));
  });

  it('are asked about once a batch, before anything is written', async () => {
    const ports = portsWhere();
    const events = [answered(), answered({}, 'q2'), answered(), anEvent(), bad];

    await ingestBatch(aRequestOf(aBody(events)), settings, ports);

    expect(ports.effects).toEqual(['ask 2', 'forward 1', 'keepFailed 1']);
  });

  it('of other questions are kept as they are', async () => {
    const ports = portsWhere('do_other');

    await ingestBatch(aRequestOf(aBody([answered()])), settings, ports);

    expect(framesOf(ports)).toMatchObject([{ header: { msgid: 'batch-1' }, lines: [JSON.stringify(answered())] }]);
  });

  it('are kept where nobody is to be asked', async () => {
    const ports = { ...portsWhere('do_reg'), askRegistrations: undefined };

    await ingestBatch(aRequestOf(aBody([answered()])), settings, ports);

    expect(ports.forwarded.map(({ data }) => (decodeFrame(data) as Frame).lines)).toEqual([
      [JSON.stringify(answered())],
    ]);
  });

  it('are not written while the registry can not be asked: the batch is refused with 503 and comes again', async () => {
    const ports = fakeIngestPorts({ askRegistrations: new DependencyError('registry: down') });

    const { answer, error, ...counts } = await ingestBatch(aRequestOf(aBody([answered(), bad])), settings, ports);

    expect([answer.statusCode, error?.message, ports.effects]).toEqual([503, 'registry: down', ['ask 1']]);
    expect(counts).toEqual({ received: 0, failures: [], forwarded: 0, repaired: 0 });
  });
});
