import { ingestBatch } from '../../../lambdas/ingest/ingest-batch.js';
import { decodeFrame, type Frame } from '../../../lambdas/shared/frames/frame.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aBody, aRequestOf, lenient } from '../../factories/batches.js';
import { anEvent, someEvents } from '../../factories/events.js';
import { fakeIngestPorts } from '../../fakes/fake-ingest-ports.js';

const bad = anEvent({ mid: 'LOG:bad', ets: 'yesterday' });
const settings = lenient();

describe('ingestBatch, when something that it depends on is down,', () => {
  const down = new DependencyError('Kinesis stream ingest: 1 of 1 entries were not taken in time');

  it('answers 503 when the stream does not take the batch, and writes no failed event, since all comes again', async () => {
    const ports = fakeIngestPorts({ forward: down });

    const { answer, error, ...counts } = await ingestBatch(aRequestOf(aBody([anEvent(), bad])), settings, ports);

    expect(ports.effects).toEqual(['forward 1']);
    expect([answer.statusCode, answer.headers['retry-after'], error]).toEqual([503, '5', down]);
    expect(JSON.parse(answer.body)).toMatchObject({
      params: { msgid: 'batch-1', status: 'failed', err: 'UNAVAILABLE' },
      responseCode: 'SERVER_ERROR',
    });
    expect(counts).toEqual({ received: 0, forwarded: 0, repaired: 0, failures: [] });
  });

  it('answers 503 when the failed book does not take the failed events', async () => {
    const ports = fakeIngestPorts({ keepFailed: down });

    const { answer, error } = await ingestBatch(aRequestOf(aBody([anEvent(), bad])), settings, ports);

    expect([answer.statusCode, error]).toEqual([503, down]);
    expect(ports.effects).toEqual(['forward 1', 'keepFailed 1']);
  });

  it('counts the events that went on before the failed book failed: the next stage receives them', async () => {
    const ports = fakeIngestPorts({ keepFailed: down });
    const events = [anEvent({ eid: 'log' }), anEvent({ mid: 'LOG:2' }), bad];

    const { answer, error, ...counts } = await ingestBatch(aRequestOf(aBody(events)), settings, ports);

    expect(counts).toEqual({ received: 2, forwarded: 2, repaired: 1, failures: [] });
  });

  it('counts the events of the frames that the stream took before it failed', async () => {
    const ports = fakeIngestPorts({ forward: down, takes: 2 });

    const { answer, error, ...counts } = await ingestBatch(aRequestOf(aBody(someEvents(1_203))), settings, ports);

    const taken = ports.forwarded.flatMap(({ data }) => (decodeFrame(data) as Frame).lines).length;
    expect([answer.statusCode, taken > 0]).toEqual([503, true]);
    expect(counts).toEqual({ received: taken, forwarded: taken, repaired: 0, failures: [] });
  });

  it('does not hide a fault of its own behind a 503', async () => {
    const ports = fakeIngestPorts({ forward: new TypeError('x is not a function') });

    await expect(ingestBatch(aRequestOf(aBody([anEvent()])), settings, ports)).rejects.toThrow(TypeError);
  });
});
