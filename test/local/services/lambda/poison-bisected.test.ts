import '../../../fakes/lambda-environment.js';
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { readConfig } from '../../../../lib/config/config.js';
import { Gate } from '../../../../local/calls/gate.js';
import { gateRules } from '../../../../local/compose/gate-rules.js';
import { makePollers } from '../../../../local/compose/pollers.js';
import { makeStreams } from '../../../../local/compose/streams.js';
import type { FunctionError, Outcome } from '../../../../local/services/lambda/messages.js';
import type { ObjectStore } from '../../../../local/services/s3/object-store.js';
import { Template } from '../../../../local/template/template.js';
import { anEvent } from '../../../factories/events.js';
import { aFrame } from '../../../factories/frames.js';
import { aContext } from '../../../factories/kinesis-events.js';
import { fakeConsole } from '../../../fakes/fake-console.js';
import { Mortality } from '../../../fakes/mortality.js';
import { synthesize } from '../../../lib/synthesize.js';
import { useClosing } from '../../../support/closing.js';
import { fakeFunction } from '../../../support/functions.js';
import { useTempFolder } from '../../../support/temp-folder.js';
import { until } from '../../../support/until.js';
import { aWorld, countStored, type StageName, stages } from '../../../sweep/stages.js';

// Back-off costs no time here.
jest.mock('node:timers/promises', () => ({
  ...jest.requireActual('node:timers/promises'),
  setTimeout: () => new Promise((resolve) => setImmediate(resolve)),
}));

const folder = useTempFolder();
const closing = useClosing();
const synthesized = synthesize('local').toJSON() as ConstructorParameters<typeof Template>[2];
const { retryAttempts } = readConfig('local').consumers;

beforeEach(() => fakeConsole());
afterEach(() => jest.restoreAllMocks());

/** Each stage's stream, and where the local runner has a function of its own. */
const sources: Readonly<Record<StageName, string>> = { dedup: 'ingest', enrich: 'unique' };

const frames = Array.from({ length: 9 }, (_, index) => aFrame([anEvent({ mid: `LOG:${index}` })]).data);
const poison = frames[5] as Buffer;
const isPoison = ({ kinesis }: KinesisStreamRecord) => kinesis.data === poison.toString('base64');

/** The event sources of stage `local`, on a stage that one frame makes fail as a whole. */
function run(stage: StageName, error: FunctionError) {
  const template = new Template(folder(), {}, synthesized);
  const streams = makeStreams(template, folder());
  closing(() => [...streams.values()].map((stream) => stream.close()));
  const world = aWorld();
  const handler = stages[stage].process(world)(new Mortality());
  const functions = template.ofType('AWS::Lambda::Function').map(({ id }) => {
    const fake = fakeFunction<KinesisStreamEvent>(async (event): Promise<Outcome> => {
      if (event.Records.some(isPoison)) return { error };
      return { result: await handler(event, aContext()) };
    });
    return [template.arnOf(id), Object.assign(fake, { name: template.nameOf(id) })] as const;
  });
  const undelivered: KinesisStreamRecord[][] = [];
  const objects = {
    put: async (_: string, __: string, body: Buffer) =>
      void undelivered.push(JSON.parse(JSON.parse(body.toString()).payload).Records),
  } as unknown as ObjectStore;
  const pollers = makePollers(template, {
    gate: new Gate(gateRules(template, new Map()), () => undefined),
    streams,
    functions: new Map(functions),
    objects,
    folder: folder(),
    onError: () => undefined,
  });
  closing(() => Promise.all(pollers.map((poller) => poller.stop())));
  const stream = [...streams.values()].find(({ name }) => name.startsWith(sources[stage]));
  stream?.put(
    frames.map((data) => ({ partitionKey: 'one-shard', data })),
    Date.now(),
  );
  for (const poller of pollers) poller.start();
  return { isIdle: () => pollers.every((poller) => poller.isIdle), world, undelivered, functions };
}

const ways: readonly FunctionError[] = [
  { errorType: 'TypeError', errorMessage: 'x is not a function' },
  { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 60 seconds' },
  { errorType: 'ERR_WORKER_OUT_OF_MEMORY', errorMessage: 'JS heap out of memory' },
  { errorType: 'Runtime.ExitError', errorMessage: 'exited with status 1' },
];

describe.each(['dedup', 'enrich'] as const)(
  'a frame that makes %s fail as a whole, with the settings of stage local',
  (stage) => {
    it.each(ways)(
      'by $errorType lies alone in the undelivered bucket, and the others get through once',
      async (error) => {
        const { isIdle, world, undelivered, functions } = run(stage, error);

        await until(isIdle);

        expect(undelivered.map((records) => records.map(({ kinesis }) => kinesis.data))).toEqual([
          [poison.toString('base64')],
        ]);
        const { mids, twice } = countStored(stage, world.stream.taken);
        expect(mids).toEqual(['LOG:0', 'LOG:1', 'LOG:2', 'LOG:3', 'LOG:4', 'LOG:6', 'LOG:7', 'LOG:8']);
        expect(twice).toBe(0);
        const alone = functions
          .flatMap(([, { events }]) => events)
          .filter(({ Records }) => Records.length === 1 && Records.every(isPoison));
        expect(alone).toHaveLength(1 + retryAttempts);
      },
    );
  },
);
