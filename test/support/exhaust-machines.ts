import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Caught, failJob } from '../../lambdas/exhaust-run/fail-job.js';
import { type PlanInput, planRuns } from '../../lambdas/exhaust-run/plan-runs.js';
import { type RunOf, takeJob } from '../../lambdas/exhaust-run/take-job.js';
import type { RowPorts } from '../../lambdas/exhaust-write/rows.js';
import { writeJob } from '../../lambdas/exhaust-write/write-job.js';
import type { Job } from '../../lambdas/shared/exhaust/job.js';
import type { Notice } from '../../lambdas/shared/exhaust/notice.js';
import { Gate } from '../../local/calls/gate.js';
import { gateRules } from '../../local/compose/gate-rules.js';
import { EventBus } from '../../local/services/eventbridge/event-bus.js';
import type { Outcome } from '../../local/services/lambda/messages.js';
import { Template } from '../../local/template/template.js';
import { aBot, aStoredAnswer, conversation, noon } from '../factories/exhausts.js';
import { aJob } from '../factories/jobs.js';
import { fakeAthena } from '../fakes/fake-athena.js';
import { fakeJobs } from '../fakes/fake-jobs.js';
import { manualClock } from '../fakes/manual-clock.js';
import type { Moment } from '../fakes/mortality.js';
import { synthesize } from '../lib/synthesize.js';
import { fakeFunction } from './functions.js';
import { operatorKey, someRules } from './gates.js';
import { useStateMachines } from './state-machines.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A job of the run's channel that comes to one row. */
export function aDueJob(requestId: string, overrides: Partial<Job> = {}): Job {
  const day = '2026-11-20';
  return aJob({
    requestId,
    channel: 'org-1',
    submittedAt: noon,
    datasetConfig: { conversationId: conversation, startDate: day, endDate: day },
    encryptedKey: 'sealed',
    ...overrides,
  });
}

export interface ExhaustOptions {
  readonly jobs: readonly Job[];
  /** How a query ends, by the text that its parameters make; SUCCEEDED unless told. */
  readonly query?: Parameters<typeof fakeAthena>[0];
  readonly records?: RowPorts<string>['records'];
  /** Called at every effect, with the request that it is for where there is one; what it throws the effect throws. */
  readonly at?: (effect: string, moment: Moment, requestId?: string) => unknown;
}

/** The machine that runs requests for data, as the stack has it, with the functions' own cores over stores in memory. */
export function useExhaustMachine() {
  const { open } = useStateMachines();
  const template = new Template('', {}, synthesize('local').toJSON() as ConstructorParameters<typeof Template>[2]);
  const rules = gateRules(template, new Map());
  const functionOf = (start: string) => {
    const [found, ...others] = template.ofType('AWS::Lambda::Function').filter(({ id }) => id.startsWith(start));
    if (!found || others.length > 0) throw new Error(`${start}: expected one function.`);
    const { id, properties } = found;
    const settings = JSON.parse(properties.Environment.Variables.EXHAUST);
    return { settings, names: { name: template.nameOf(id), arn: template.arnOf(id) } };
  };
  const workGroup = template.ofType('AWS::Athena::WorkGroup').map(({ id }) => template.nameOf(id))[0];
  const control = functionOf('ExhaustRunsFunctionsControl');
  const write = functionOf('ExhaustRunsFunctionsWrite');

  return async ({ jobs, query, records = aRecord, at = () => {} }: ExhaustOptions) => {
    const clock = manualClock(noon + dayMs);
    const now = clock.now;
    const store = fakeJobs(...jobs);
    const [uploads, notices, denied]: [string[], Notice[], string[]] = [[], [], []];
    const around = async <R>(effect: string, work: () => Promise<R>, requestId?: string): Promise<R> => {
      await at(effect, 'before', requestId);
      const result = await work();
      await at(effect, 'after', requestId);
      return result;
    };
    const ports = {
      now,
      jobs: {
        ...store,
        change: ((id, event) => around(event.kind, () => store.change(id, event), id)) as typeof store.change,
      },
      findBot: async () => aBot({ ownerOrgID: 'org-1' }),
    };
    const steps: Readonly<Record<string, (input: never) => Promise<unknown>>> = {
      plan: (input: PlanInput) => planRuns(input, ports),
      take: (input: RunOf) => takeJob(input, control.settings, ports),
      fail: (input: RunOf & { caught: Caught }) => failJob(input, ports),
    };
    const writeOne = (input: Parameters<typeof writeJob>[0]) =>
      writeJob<string>(input, write.settings, {
        ...ports,
        records,
        registrationsOf: async function* () {
          yield { userId: 'u-1', consent: true, username: 'phone:9000000001' };
        },
        standingsOf: async () => new Map(),
        open: async (sealed) => sealed,
        decrypt: async () => 'open sesame',
        onUnreadable: () => {},
        upload: (key, body) =>
          around(
            'upload',
            async () => {
              let bytes = 0;
              for await (const chunk of body) bytes += chunk.length;
              uploads.push(key);
              return bytes;
            },
            input.run.requestId,
          ),
      });
    const functions = [
      {
        ...fakeFunction(({ step, ...input }: { step: string; requestId?: string }) =>
          answered(() => around(step, async () => steps[step]?.(input as never), input.requestId)),
        ),
        ...control.names,
      },
      {
        ...fakeFunction((input: Parameters<typeof writeJob>[0]) =>
          answered(() => around('write', () => writeOne(input), input.run.requestId)),
        ),
        ...write.names,
      },
    ];
    const athena = fakeAthena((input, count) => {
      at('query', 'before');
      const end = query?.(input, count) ?? {};
      at('query', 'after');
      return end;
    }, workGroup);
    const told = {
      name: 'told',
      matches: () => true,
      deliver: async (event: unknown) => void notices.push((event as { detail: Notice }).detail),
    };
    const bus = new EventBus([told], () => {});
    const announced = {
      put: (entries: unknown) => around('notice', () => bus.put(entries)),
    } as EventBus;
    const gate = new Gate(
      { ...rules, roles: { ...someRules().roles, ...rules.roles }, keys: { ...someRules().keys, ...rules.keys } },
      (line) => denied.push(line),
    );
    const opened = await open({
      template,
      machineId: 'ExhaustRuns',
      gate,
      functions: functions as never,
      athena: athena.store,
      bus: announced,
      clock,
      key: operatorKey,
    });
    const nameOf = (arn: string) => arn.split(':').at(-1) ?? '';
    const find = (arn: string) => opened.machine.find(nameOf(arn));
    /** Lets time pass wherever something waits for it, but for what waits for hours. */
    const finish = async (arn: string) => {
      for (; find(arn)?.record.status === 'RUNNING'; await nextTurn()) {
        const soonest = Math.min(...clock.waits);
        if (soonest < hourMs) clock.pass(soonest);
      }
      return opened.ended(arn);
    };
    return {
      ...opened,
      store,
      athena,
      uploads,
      notices,
      denied,
      finish,
      job: (requestId: string) => store.items.get(requestId) as Job,
      run: async (input: object = {}) => finish(await opened.start(input)),
      /** As StopExecution: what runs of it is on its own, and nobody hears its answer. */
      stopAll: () => {
        for (const [, execution] of opened.machine.list()) execution.stop();
      },
    };
  };
}

/** What the Lambda service makes of a function that throws. */
async function answered(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { result: await work() } as Outcome;
  } catch (error) {
    const { name, message } = error as Error;
    return { error: { errorType: name, errorMessage: message } };
  }
}

async function* aRecord() {
  yield { line: JSON.stringify(aStoredAnswer()) };
}
