import { aFault, aMoment, functions, nothing, type Say, type Scenario, stages } from './scenario.js';

const day = 24 * 60;

/** Hops between two stages, as both count; of what enters dedup, a little is replayed. */
const hop =
  (share: number): Say =>
  (stack, minute, of) => {
    const [before = '', after = ''] = of.split(' ');
    stack.count(before, minute, { forwarded: before === 'ingest' ? 990 : 1_000 });
    if (before === 'ingest') stack.count('replay', minute, { forwarded: 10 });
    stack.count(after, minute, { received: Math.round(1_000 * share) });
  };
const hops = { IngestToDedup: 'ingest dedup', DedupToEnrich: 'dedup enrich' };

const judge =
  (failed: number): Say =>
  (stack, minute, of) =>
    stack.count(of, minute, { received: 1_000, forwarded: 1_000 - failed, failed });

const handedOver: Say = (stack, minute, of) => stack.handOver(of, minute, { ageMs: 800 });
/** From that minute on nothing of a shard is done: the age of what is handed over again grows. */
const agingFrom =
  (from: number): Say =>
  (stack, minute, of) =>
    stack.handOver(of, minute, { ageMs: (minute - from) * 60_000 });

const invoked: Say = (stack, minute, of) => stack.invoke(of, minute, { times: 60 });
/** One shard, one invocation at a time, each until its time-out; Lambda may wait between two of them. */
const hanging =
  (everyMinutes: number): Say =>
  (stack, minute, of) => {
    if (minute % everyMinutes === 0) stack.invoke(of, minute, { failed: 1, ms: stack.timeoutOf(of) });
  };

/** What S3 says at midnight: the count, and of an empty bucket either nothing or, should that change, 0. */
const counted =
  ({ hoursLater, objects }: { hoursLater: number; objects?: number }): Say =>
  (stack, minute, of) => {
    if (minute % day === 0 && objects !== undefined) stack.countObjects(of, minute, objects, hoursLater);
  };
const undelivered = { Undelivered: 'LakeUndelivered' };
const days = { from: 3.5 * day, to: 9.5 * day, step: 60 };

export const stageScenarios: Readonly<Record<string, readonly Scenario[]>> = {
  'books-differ': [
    aFault({
      fault: 'a twentieth of the events does not reach the next stage',
      on: hops,
      well: hop(1),
      ill: hop(0.95),
      from: 400,
      to: 900,
      step: 5,
      alarmWithin: 90,
      okWithin: 370,
    }),
    aFault({
      fault: 'the next stage stands still',
      on: hops,
      well: hop(1),
      ill: hop(0),
      from: 400,
      to: 900,
      step: 5,
      alarmWithin: 10,
      okWithin: 370,
    }),
  ],
  'failed-share': [
    aFault({
      fault: 'one event in five fails',
      on: { Ingest: 'ingest', Dedup: 'dedup', Enrich: 'enrich' },
      well: judge(5),
      ill: judge(200),
      alarmWithin: 20,
      okWithin: 60,
    }),
  ],
  'stage-stuck': [
    aFault({
      fault: 'a stage does nothing for three days',
      on: stages,
      well: handedOver,
      ill: agingFrom(120),
      to: 120 + 3.2 * day,
      alarmWithin: 3 * day + 20,
      okWithin: 30,
      step: 5,
    }),
  ],
  'stage-behind': [
    aFault({
      fault: 'a stage hands everything back',
      on: stages,
      well: handedOver,
      ill: agingFrom(120),
      alarmWithin: 35,
      okWithin: 20,
    }),
  ],
  'stage-idle': [
    aFault({
      fault: 'the event source is disabled',
      on: { Dedup: 'IngestStream DedupFunction', Enrich: 'UniqueStream EnrichFunction' },
      well: (stack, minute, of) => {
        const [stream = '', fn = ''] = of.split(' ');
        stack.write(stream, minute, { records: 10 });
        stack.invoke(fn, minute, { times: 5 });
      },
      ill: (stack, minute, of) => stack.write(of.split(' ')[0] ?? '', minute, { records: 10 }),
      alarmWithin: 35,
      okWithin: 20,
    }),
  ],
  'undelivered-frames': [
    aMoment({
      fault: 'Lambda gives a batch up',
      on: stages,
      well: handedOver,
      ill: (stack, minute, of) => stack.handOver(of, minute, { undelivered: 100 }),
      alarmWithin: 3,
      okWithin: 8,
    }),
  ],
  'frames-lost': [
    aMoment({
      fault: 'S3 does not take what Lambda gives up',
      on: stages,
      well: handedOver,
      ill: (stack, minute, of) => stack.handOver(of, minute, { lost: 1 }),
      alarmWithin: 3,
      okWithin: 8,
    }),
  ],
  'undelivered-left': [2, 40].flatMap((hoursLater) =>
    [undefined, 0].map((empty) => ({
      ...days,
      fault: `frames lie there, told ${hoursLater} hours after midnight, and ${empty ?? 'nothing'} of an empty bucket`,
      on: undelivered,
      well: counted({ hoursLater, ...(empty !== undefined && { objects: empty }) }),
      ill: counted({ hoursLater, objects: 3 }),
      alarmWithin: 12 * 60 + hoursLater * 60 + 120,
      okWithin: 3 * day,
    })),
  ),
  'function-errors': [
    ...[1, 3].map((minutes) =>
      aFault({
        fault: `a function hangs and is tried again every ${minutes} minutes`,
        on: functions,
        well: invoked,
        ill: hanging(minutes),
        alarmWithin: 17,
        okWithin: 16,
      }),
    ),
    aFault({
      fault: 'every second invocation throws',
      on: functions,
      well: invoked,
      ill: (stack, minute, of) => stack.invoke(of, minute, { times: 60, failed: 30 }),
      alarmWithin: 5,
      okWithin: 15,
    }),
  ],
  'function-throttles': [
    aFault({
      fault: 'the account has no concurrency left',
      on: functions,
      well: invoked,
      ill: (stack, minute, of) => stack.throttle(of, minute, 3),
      alarmWithin: 17,
      okWithin: 7,
    }),
  ],
  'function-slow': [
    aFault({
      fault: 'a dependency takes nearly all of a function’s time',
      on: functions,
      well: invoked,
      ill: (stack, minute, of) => stack.invoke(of, minute, { ms: stack.timeoutOf(of) * 0.95 }),
      alarmWithin: 17,
      okWithin: 7,
    }),
  ],
  'table-errors': (
    [
      ['Claims', 'BatchExecuteStatement'],
      ['Claims', 'BatchGetItem'],
      ['Claims', 'PutItem'],
      ['Progress', 'BatchGetItem'],
      ['Progress', 'BatchWriteItem'],
    ] as const
  ).map(([table, Operation]) =>
    aFault({
      fault: `DynamoDB answers ${Operation} with 500 now and then`,
      on: { [table]: `${table}Table` },
      well: nothing,
      ill: (stack, minute, of) => stack.troubleTable(of, minute, { failed: 20, Operation }),
      alarmWithin: 17,
      okWithin: 7,
    }),
  ),
  'table-throttles': (['written', 'read'] as const).map((side) =>
    aFault({
      fault: `more is ${side} than a table takes`,
      on: {
        Claims: 'ClaimsTable',
        Progress: 'ProgressTable',
        Registry: 'RegistryTable',
        ExhaustJobs: 'ExhaustJobsTable',
      },
      well: nothing,
      ill: (stack, minute, of) => stack.troubleTable(of, minute, { [side]: 5 }),
      alarmWithin: 17,
      okWithin: 7,
    }),
  ),
  'stream-throttles': [
    aFault({
      fault: 'a shard is full',
      on: { IngestStream: 'IngestStream', UniqueStream: 'UniqueStream', EnrichedStream: 'EnrichedStream' },
      well: (stack, minute, of) => stack.write(of, minute, { records: 100 }),
      ill: (stack, minute, of) => stack.write(of, minute, { records: 900, refused: 100 }),
      alarmWithin: 17,
      okWithin: 7,
    }),
  ],
  'firehose-stale': [
    aFault({
      fault: 'nothing gets into the lake',
      on: { Failed: 'LakeFailed', Archive: 'LakeArchive', Telemetry: 'LakeTelemetry' },
      well: (stack, minute, of) => stack.deliver(of, minute, { freshness: 280 }),
      ill: (stack, minute, of) => stack.deliver(of, minute, { freshness: 280 + (minute - 120) * 60 }),
      alarmWithin: 35,
      okWithin: 7,
    }),
  ],
  'failed-book-full': [
    aFault({
      fault: 'one sender uses up what Firehose takes of failed events',
      on: { Failed: 'LakeFailed' },
      well: (stack, minute, of) => stack.deliver(of, minute, { throttled: minute % 97 === 0 ? 1 : 0 }),
      ill: (stack, minute, of) => stack.deliver(of, minute, { throttled: 200 }),
      alarmWithin: 25,
      okWithin: 7,
    }),
    ...['ingest', 'dedup', 'enrich'].map((stage) =>
      aFault({
        fault: `Firehose takes nothing of ${stage}, and throttles nothing`,
        on: { Failed: stage },
        well: (stack, minute, of) => stack.count(of, minute, { received: 10, failed: 1 }),
        ill: (stack, minute, of) => stack.count(of, minute, { received: 10, failed: 1, failedRefused: 1 }),
        alarmWithin: 25,
        okWithin: 7,
      }),
    ),
  ],
  'firehose-refused': [1, 5, 14].map((every) =>
    aFault({
      fault: `S3 refuses what a Firehose writes every ${every} minutes`,
      on: { Failed: 'LakeFailed', Archive: 'LakeArchive', Telemetry: 'LakeTelemetry' },
      well: (stack, minute, of) => minute % every === 0 && stack.deliver(of, minute, { success: 1 }),
      ill: (stack, minute, of) => minute % every === 0 && stack.deliver(of, minute, { success: 0 }),
      alarmWithin: 32,
      okWithin: 32,
    }),
  ),
};
