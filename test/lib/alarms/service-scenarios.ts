import { aFault, aMoment, nothing, type Say, type Scenario } from './scenario.js';

const day = 24 * 60;
const http = { Api: '' };
const services = {
  Registry: 'RegistryFunction registry',
  Devices: 'DevicesFunction devices',
  Exhaust: 'ExhaustFunction exhaust-api',
  Stray: 'StraysFunction stray',
};

/** A call every ten minutes, of a service that is called so seldom. */
const called =
  (fail: Say): Say =>
  (stack, minute, of) => {
    if (minute % 10 === 0) fail(stack, minute, of);
  };
const answers: Say = (stack, minute, of) => stack.invoke(of.split(' ')[0] ?? '', minute);
const aServiceFault = (fault: string, ill: Say) =>
  aFault({ fault, on: services, well: called(answers), ill: called(ill), to: 360, alarmWithin: 32, okWithin: 62 });

const workers = {
  ExhaustRun: 'ExhaustRunsFunctionsControl',
  ExhaustWrite: 'ExhaustRunsFunctionsWrite',
  Sessions: 'SessionsFunction',
  Redrive: 'RedriveFunction',
  Replay: 'ReplayFunction',
  Tally: 'TallyFunction',
};

/** At an hour of Asia/Kolkata, given in minutes since midnight. */
const isOpen = (minute: number) => (minute + 330) % day >= 7 * 60 && (minute + 330) % day < 20 * 60;
const received =
  (events: number): Say =>
  (stack, minute, of) => {
    if (isOpen(minute) && events > 0) stack.count(of, minute, { received: events });
  };
/** Midnight in UTC is half past five; the hours in which some must come begin at nine. */
const untilNine = 3.5 * 60;

const nightly =
  (isStarted: boolean): Say =>
  (stack, minute, of) => {
    if (isOpen(minute)) stack.count('ingest', minute, { received: 10 });
    if (isStarted && (minute + 330) % day === 4 * 60) stack.execute(of, minute, 'Succeeded');
  };

const executions = (work: string, on: Scenario['on']) =>
  (['Failed', 'TimedOut'] as const).map((end) =>
    aMoment({
      fault: `${work} ends with ${end}`,
      on,
      well: nothing,
      ill: (stack, minute, of) => stack.execute(of, minute, end),
      alarmWithin: 3,
      okWithin: 62,
    }),
  );

const search = { Telemetry: 'SearchTelemetry' };
const to = 'AmazonOpenSearchService';
const domain = { Domain: '' };
const domainFault = (fault: string, said: Parameters<Parameters<Say>[0]['tellDomain']>[1], alarmWithin = 17) =>
  aFault({
    fault,
    on: domain,
    well: (stack, minute) => stack.tellDomain(minute),
    ill: (stack, minute) => stack.tellDomain(minute, said),
    alarmWithin,
    okWithin: 7,
  });

export const serviceScenarios: Readonly<Record<string, readonly Scenario[]>> = {
  'ingest-5xx': [
    aFault({
      fault: 'a stream takes nothing',
      on: http,
      well: (stack, minute) => stack.answer(minute, { 200: 300 }),
      ill: (stack, minute) => stack.answer(minute, { 200: 270, 503: 30 }),
      alarmWithin: 17,
      okWithin: 7,
    }),
  ],
  'authorizer-errors': [
    aFault({
      fault: 'the secret with the consumers can’t be read',
      on: { Authorize: 'AccessFunction' },
      well: (stack, minute, of) => stack.invoke(of, minute, { times: 20 }),
      ill: (stack, minute, of) => stack.invoke(of, minute, { times: 20, failed: 20, ms: 10_000 }),
      alarmWithin: 5,
      okWithin: 16,
    }),
    aFault({
      fault: 'it can’t, and a request comes every seven minutes',
      on: { Authorize: 'AccessFunction' },
      well: (stack, minute, of) => minute % 7 === 0 && stack.invoke(of, minute),
      ill: (stack, minute, of) => minute % 7 === 0 && stack.invoke(of, minute, { failed: 1 }),
      alarmWithin: 15,
      okWithin: 16,
    }),
  ],
  'service-errors': [
    aServiceFault('a service can’t reach its table', (stack, minute, of) => {
      const [fn = '', stage = ''] = of.split(' ');
      stack.invoke(fn, minute);
      stack.count(stage, minute, { unavailable: 1 });
    }),
    aServiceFault('a service throws', (stack, minute, of) =>
      stack.invoke(of.split(' ')[0] ?? '', minute, { failed: 1 }),
    ),
    aServiceFault('a service gets no concurrency', (stack, minute, of) =>
      stack.throttle(of.split(' ')[0] ?? '', minute),
    ),
  ],
  'requests-throttled': [
    aFault({
      fault: 'a stranger floods a route',
      on: http,
      well: (stack, minute) => stack.answer(minute, { 200: 300, 429: 1 }),
      ill: (stack, minute) => stack.answer(minute, { 200: 300, 429: 5_000 }),
      alarmWithin: 3,
      okWithin: 16,
    }),
  ],
  'requests-refused': (['401', '403'] as const).map((status) =>
    aFault({
      fault: `an app comes with a token that is answered with ${status}`,
      on: http,
      well: (stack, minute) => stack.answer(minute, { 200: 300, [status]: 2 }),
      ill: (stack, minute) => stack.answer(minute, { 200: 200, [status]: 100 }),
      alarmWithin: 10,
      okWithin: 16,
    }),
  ),
  'no-telemetry': [
    aFault({
      fault: 'a certificate runs out at noon, until the next morning',
      on: { Ingest: 'ingest' },
      well: received(500),
      ill: received(0),
      from: 6.5 * 60,
      to: day + 5 * 60,
      step: 5,
      alarmWithin: 125,
      okWithin: 65,
    }),
    aFault({
      fault: 'a name leads elsewhere since the night',
      on: { Ingest: 'ingest' },
      well: received(500),
      ill: received(0),
      from: day,
      to: day + 7 * 60,
      step: 5,
      alarmWithin: untilNine + 125,
      okWithin: 65,
    }),
  ],
  'sessions-failed': executions('a night’s sessions', { Sessions: 'Sessions' }),
  'sessions-missing': [
    aFault({
      fault: 'the schedule does not start the state machine',
      on: { Sessions: 'Sessions' },
      well: nightly(true),
      ill: nightly(false),
      from: 3 * day,
      to: 7 * day,
      alarmWithin: 2 * day + 60,
      okWithin: day,
      step: 60,
    }),
  ],
  'lines-unreadable': [
    aMoment({
      fault: 'a file of the lake was cut',
      on: { Sessions: 'sessions' },
      well: (stack, minute, of) => minute % 60 === 0 && stack.count(of, minute, { unreadable: 0 }),
      ill: (stack, minute, of) => stack.count(of, minute, { unreadable: 2 }),
      alarmWithin: 3,
      okWithin: 62,
    }),
  ],
  'machine-failed': executions('what was started', { Exhaust: 'ExhaustRuns', Redrive: 'Redrive', Replay: 'Replay' }),
  'exhaust-failed': [
    aMoment({
      fault: 'a file can’t be written, and the execution goes on',
      on: { ExhaustRuns: 'exhaust-run' },
      well: nothing,
      ill: (stack, minute, of) => {
        stack.execute('ExhaustRuns', minute, 'Succeeded');
        stack.count(of, minute, { broken: 1 });
      },
      alarmWithin: 3,
      okWithin: 62,
    }),
  ],
  'worker-errors': [
    aMoment({
      fault: 'an invocation runs out of memory',
      on: workers,
      well: (stack, minute, of) => minute % 30 === 0 && stack.invoke(of, minute),
      ill: (stack, minute, of) => stack.invoke(of, minute, { failed: 1 }),
      alarmWithin: 3,
      okWithin: 62,
    }),
  ],
  'search-stale': [
    aFault({
      fault: 'OpenSearch takes nothing',
      on: search,
      well: (stack, minute, of) => stack.deliver(of, minute, { freshness: 60, to }),
      ill: (stack, minute, of) => stack.deliver(of, minute, { freshness: 60 + (minute - 120) * 60, to }),
      alarmWithin: 32,
      okWithin: 7,
    }),
  ],
  'search-refused': [
    aFault({
      fault: 'the index refuses a third of the documents',
      on: search,
      well: (stack, minute, of) => stack.deliver(of, minute, { success: 1, to }),
      ill: (stack, minute, of) => stack.deliver(of, minute, { success: 0.67, to }),
      alarmWithin: 32,
      okWithin: 17,
    }),
  ],
  'search-red': [domainFault('an index is on no node', { red: 1 }, 7)],
  'search-disk-low': [domainFault('a node’s disk has a fifth free', { freeMiB: 2_000 })],
  'search-blocked': [domainFault('the domain refuses to write', { blocked: 1 }, 7)],
  'search-failed-index': [
    aFault({
      fault: 'OpenSearch refuses the documents of failed events',
      on: { IndexFailed: 'SearchFailedFunction' },
      well: (stack, minute, of) => minute % 5 === 0 && stack.invoke(of, minute),
      // Lambda tries an object three times in some three minutes.
      ill: (stack, minute, of) => minute % 15 < 3 && stack.invoke(of, minute, { failed: 1 }),
      alarmWithin: 17,
      okWithin: 17,
    }),
  ],
};
