import { setTimeout as delay } from 'node:timers/promises';
import { AwsError, ConnectionLost } from '../calls/aws-error.js';
import type { Around, Call, Input } from '../calls/json-service.js';
import { type Dice, makeDice } from './dice.js';
import type { FaultKind, FaultPorts, FaultProfile, Moment } from './kinds.js';
import { type SplitBatch, splitBatch } from './split-batch.js';
import { workerOf } from './worker-names.js';

/** The calls that faults strike, each with its service's error of one too many. */
const throttled: Readonly<Record<string, () => AwsError>> = {
  'kinesis PutRecords': exceeded,
  'kinesis GetRecords': exceeded,
  'firehose PutRecordBatch': () => new AwsError('ServiceUnavailableException', 'Slow down (fault profile)', 500),
  'dynamodb PutItem': exceeded,
  'dynamodb BatchExecuteStatement': () => new AwsError('ThrottlingException', 'Rate exceeded (fault profile)'),
  'dynamodb BatchGetItem': exceeded,
  'dynamodb BatchWriteItem': exceeded,
  'dynamodb GetItem': exceeded,
  'dynamodb DeleteItem': exceeded,
  'dynamodb UpdateItem': exceeded,
  'dynamodb Query': exceeded,
  'kms GenerateDataKey': throttledByKms,
  'kms Decrypt': throttledByKms,
};

type CallKind = Exclude<FaultKind, 'duplicateDelivery'>;

interface Struck {
  /** Service and operation. */
  readonly at: string;
  readonly call: Call;
  readonly dice: Dice;
  /** Does the call, with the faults that come after this one. */
  run(input: Input): Promise<unknown>;
  slow(): Promise<unknown>;
  endWorker(name: string, at: string): void;
}

interface CallFault {
  canStrike(at: string, call: Call): boolean;
  strike(struck: Struck): Promise<unknown>;
}

/** What each kind does, the outermost first: a call that is throttled meets nothing else. */
const callFaults: Readonly<Record<CallKind, CallFault>> = {
  throttle: {
    canStrike: () => true,
    strike: async ({ at }) => {
      throw throttled[at]?.();
    },
  },
  workerDeath: {
    canStrike: (_, { userAgent }) => workerOf(userAgent) !== undefined,
    strike: async (struck) => endWorkerAt(struck.dice.detail('workerDeath') < 0.5 ? 'after' : 'before', struck),
  },
  lostAnswer: {
    canStrike: () => true,
    strike: async ({ call, run }) => {
      await Promise.allSettled([run(call.input)]);
      throw new ConnectionLost();
    },
  },
  slow: {
    canStrike: () => true,
    strike: async ({ call, run, slow }) => {
      const [done] = await Promise.allSettled([run(call.input)]);
      await slow();
      return done.status === 'fulfilled' ? done.value : Promise.reject(done.reason);
    },
  },
  partial: {
    canStrike: (at, { input }) => {
      const batch = splitBatch[at];
      return batch !== undefined && batch.count(input) >= batch.least;
    },
    strike: async ({ at, call: { input }, dice, run }) => {
      const batch = splitBatch[at] as SplitBatch;
      const isRefused = drawRefused(batch.count(input), () => dice.detail('partial'));
      const taken = batch.taken(input, isRefused);
      return batch.answer(input, isRefused, taken ? ((await run(taken)) as Input) : {});
    },
  },
};

const order = Object.keys(callFaults).toReversed() as CallKind[];

/** Puts the faults of a profile around the calls of one service. @param wait tests pass their own */
export function faultsAround(
  service: string,
  profile: FaultProfile,
  ports: FaultPorts,
  wait: (ms: number) => Promise<unknown> = delay,
): Around {
  const dice = makeDice(profile, service);
  return async (call, run) => {
    const at = `${service} ${call.operation}`;
    if (!Object.hasOwn(throttled, at)) return run(call.input);
    const tools = { at, call, dice, slow: () => wait(profile.slowMs), endWorker: ports.endWorker };
    const worker = workerOf(call.userAgent);
    const moment = worker === undefined ? undefined : await ports.endsAt?.(worker, at);
    if (moment) {
      ports.injected('workerDeath', at);
      return endWorkerAt(moment, { ...tools, run: async (input) => run(input) });
    }
    const guarded = order.reduce<Struck['run']>(
      (next, kind) => async (input) => {
        const { canStrike, strike } = callFaults[kind];
        if (!canStrike(at, call) || !dice.falls(kind)) return next(input);
        ports.injected(kind, at);
        return strike({ ...tools, run: next });
      },
      async (input) => run(input),
    );
    return guarded(call.input);
  };
}

async function endWorkerAt(moment: Moment, { at, call, run, endWorker }: Struck): Promise<never> {
  if (moment === 'after') await Promise.allSettled([run(call.input)]);
  endWorker(workerOf(call.userAgent) ?? '', at);
  // The dead hear no answer; their end closes the connection.
  return new Promise(() => {});
}

/** About half of the entries, one at least, and of several not all. */
function drawRefused(count: number, draw: () => number): (index: number) => boolean {
  const [first, kept] = [Math.floor(draw() * count), Math.floor(draw() * count)];
  const refused = Array.from({ length: count }, (_, index) => draw() < 0.5 && index !== kept);
  refused[first] = true;
  if (count > 1 && !refused.includes(false)) refused[(first + 1) % count] = false;
  return (index) => refused[index] === true;
}

function exceeded(): AwsError {
  return new AwsError('ProvisionedThroughputExceededException', 'Rate exceeded (fault profile)');
}

/** "KMS throttling: ThrottlingException, HTTP 400". */
function throttledByKms(): AwsError {
  return new AwsError('ThrottlingException', 'You have exceeded the rate at which you may call KMS (fault profile)');
}
