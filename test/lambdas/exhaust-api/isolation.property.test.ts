import fc from 'fast-check';
import { answerCall } from '../../../lambdas/exhaust-api/answer-call.js';
import type { ExhaustRequest } from '../../../lambdas/exhaust-api/ports.js';
import { jobStatuses } from '../../../lambdas/shared/exhaust/job.js';
import { aCall, fakeExhaustPorts } from '../../fakes/fake-exhaust-ports.js';

const [mine, theirs] = ['ORG_B', 'ORG_A'];
/** Texts that would make two channels' ids or stored tags one, if anything could. */
const tags = fc.constantFrom('t', 't:ORG_A', 'ORG_A', '|', 't|u|ORG_A', ':ORG_B');
const words = fc.oneof(tags, fc.constant(''));
const request = fc.record({
  tag: tags,
  requestedBy: words,
  dataset: fc.constantFrom('uci-response-exhaust', 'uci-private-exhaust'),
  datasetConfig: fc.record({ conversationId: fc.constantFrom('a', 'b') }),
  encryptionKey: fc.constant('a-password'),
});

interface Step {
  readonly routeKey: string;
  readonly call: Partial<Omit<ExhaustRequest, 'body'>> & { readonly body?: string };
}

/** Stands for an id of the other channel's. */
const aStolenId = 'STOLEN';
const bodyOf = (request: object) => ({ body: JSON.stringify({ request }) });
const steps = fc.array(
  fc.tuple(
    fc.oneof(
      request.map((wanted) => ({ routeKey: 'POST /dataset/v1/request/submit', call: bodyOf(wanted) })),
      words.map((tag) => ({ routeKey: 'GET /dataset/v1/request/read/{tag}', call: { path: { tag } } })),
      words.map((tag) => ({ routeKey: 'GET /dataset/v1/request/list/{tag}', call: { path: { tag } } })),
      fc.constantFrom(...jobStatuses, theirs).map((value) => ({
        routeKey: 'POST /dataset/v1/request/search',
        call: bodyOf({ filters: value === theirs ? { channel: value } : { status: value } }),
      })),
      fc.constant({ routeKey: 'POST /dataset/v1/request/run', call: bodyOf({}) }),
      fc.constant({ routeKey: 'POST /dataset/v1/request/run', call: bodyOf({ requestId: aStolenId }) }),
    ),
    fc.boolean(),
    fc.boolean(),
  ),
  { minLength: 1, maxLength: 12 },
);

/** What channel B is answered, and what is started for it, while A does what it does, or nothing. B knows an id of A's. */
async function answersToB(
  taken: readonly (readonly [step: Step, isMine: boolean, steal: boolean])[],
  stolenId: string,
  withA: boolean,
) {
  const { ports, started } = fakeExhaustPorts();
  const answers: unknown[] = [];
  for (const [{ routeKey, call }, isMine, steal] of taken) {
    const channel = isMine ? mine : theirs;
    if (!isMine && !withA) continue;
    const stolen = {
      query: { requestId: steal ? stolenId : undefined },
      ...(call.body && { body: call.body.replace(aStolenId, stolenId) }),
    };
    started.length = 0;
    const answer = await answerCall(routeKey, aCall({ ...call, ...stolen, channel, channels: [channel] }), ports);
    if (isMine) answers.push([answer, [...started]]);
  }
  return answers;
}

describe('whatever two channels do', () => {
  it('one is answered as if the other were not there', async () => {
    await fc.assert(
      fc.asyncProperty(request, steps, async (wanted, taken) => {
        const stolenId = await idOfA(wanted);
        const first = [{ routeKey: 'POST /dataset/v1/request/submit', call: bodyOf(wanted) }, false, false] as const;

        const all = [first, ...taken];
        expect(await answersToB(all, stolenId, true)).toEqual(await answersToB(all, stolenId, false));
      }),
      { numRuns: 200 },
    );
  });

  it('a token for one opens nothing of another, whether there is a job or not', async () => {
    await fc.assert(
      fc.asyncProperty(request, steps, async (wanted, taken) => {
        const { ports, started } = fakeExhaustPorts();
        const asA = { channel: theirs, channels: [theirs] };
        await answerCall('POST /dataset/v1/request/submit', aCall({ ...bodyOf(wanted), ...asA }), ports);
        started.length = 0;
        for (const [{ routeKey, call }] of taken) {
          const forged = aCall({ ...call, channel: theirs, channels: [mine] });
          expect((await answerCall(routeKey, forged, ports)).statusCode).toBe(403);
        }
        expect(started).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

async function idOfA(wanted: object): Promise<string> {
  const call = aCall({ ...bodyOf(wanted), channel: theirs, channels: [theirs] });
  const { body } = await answerCall('POST /dataset/v1/request/submit', call, fakeExhaustPorts().ports);
  return JSON.parse(body).result.requestId;
}
