import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Gate } from './calls/gate.js';
import { close, closeGracefully, expectFree, listen, serveJson } from './calls/json-service.js';
import { makeApi } from './compose/api.js';
import { lakeTables, workGroups } from './compose/athena.js';
import { makeDeliveries } from './compose/deliveries.js';
import { makeEventRules, makeTopics } from './compose/event-rules.js';
import { makeFunctions } from './compose/functions.js';
import { type Credentials, gateRules, makeCredentials, operatorRole } from './compose/gate-rules.js';
import { makeKeys } from './compose/keys.js';
import { makeObjectEvents } from './compose/object-events.js';
import { makePollers } from './compose/pollers.js';
import { makeSchedules } from './compose/schedules.js';
import { startSearch } from './compose/search.js';
import { makeSecrets } from './compose/secrets.js';
import { makeStateMachines } from './compose/state-machines.js';
import { makeStreams, tableDefinitions } from './compose/streams.js';
import { announce, claimState, lakeTableOutputs, type RunningInfo, withdraw } from './disk/state-folder.js';
import { Faults, profileLine } from './faults/faults.js';
import type { EndsAt, FaultProfile } from './faults/kinds.js';
import { serveHttpApi } from './services/api-gateway/http-api.js';
import { LocalAthena } from './services/athena/local-athena.js';
import { athenaService } from './services/athena/service.js';
import { startDynamo } from './services/dynamodb/start.js';
import { EventBus } from './services/eventbridge/event-bus.js';
import type { CheckRate } from './services/firehose/service.js';
import { firehoseService } from './services/firehose/service.js';
import { kinesisService, type Refuse } from './services/kinesis/service.js';
import { kmsService } from './services/kms/service.js';
import { serveLambda } from './services/lambda/service.js';
import { connectSearch, type SearchPlace } from './services/opensearch/search-engine.js';
import { ObjectStore } from './services/s3/object-store.js';
import { serveS3 } from './services/s3/service.js';
import { secretsManagerService } from './services/secrets-manager/service.js';
import { stepFunctionsService } from './services/step-functions/service.js';
import { synthesize } from './synthesize.js';
import { region } from './template/resource-types.js';
import { readTemplate, type Template } from './template/template.js';

export interface StartOptions {
  /** Stage whose stack is run. */
  readonly stage: string;
  /** Port to post to; 0 takes a free one. */
  readonly port: number;
  /** Folder of all state. */
  readonly state: string;
  /** Decides per record whether a Kinesis put is refused. */
  readonly refuse?: Refuse;
  /** Decides per call whether a Firehose refuses it. */
  readonly checkRate?: CheckRate;
  /** Faults to inject; absent, none. */
  readonly faults?: FaultProfile;
  /** Ends workers by a script, for tests; absent, none. */
  readonly endsAt?: EndsAt;
  /** The OpenSearch of this machine; absent, search is off. */
  readonly search?: SearchPlace | undefined;
  /** Told of what an operator should know: denials, failed deliveries, a function's errors. */
  readonly onLine: (line: string) => void;
}

export interface Running {
  readonly info: RunningInfo;
  /** Takes nothing more, passes on what it has, writes out the buffers. @returns lines: faults, and what is left */
  stop(): Promise<readonly string[]>;
}

/** Time that a stop waits for the stages to catch up; what is left then is on disk, and goes on with the next start. */
const drainMs = 15_000;

/** Synthesizes the stack of a stage and runs it on this machine. */
export async function start(options: StartOptions): Promise<Running> {
  claimState(options.state);
  try {
    return await run(options);
  } catch (error) {
    withdraw(options.state);
    throw error;
  }
}

async function run(options: StartOptions): Promise<Running> {
  const { stage, port, state, refuse, checkRate, faults: profile, endsAt, search: place, onLine } = options;
  // What can be known to fail is known before what takes seconds.
  await expectFree(port);
  const engine = place && (await connectSearch(place));
  const cloudAssembly = join(state, 'cdk.out');
  await synthesize(stage, cloudAssembly, { localSearch: place !== undefined });
  const template = readTemplate(cloudAssembly);

  const faults = profile || endsAt ? new Faults(state, profile, endsAt) : undefined;
  if (profile) onLine(profileLine(profile));
  const keys = credentialsOf(template);
  const rules = gateRules(template, keys);
  const gate = new Gate(rules, onLine);
  const streams = makeStreams(template, join(state, 'kinesis'));
  const s3Folder = join(state, 's3');
  const logFolder = join(state, 'logs');
  const search = startSearch(template, engine, logFolder);
  // Of objects nobody but search wants to know.
  const objectEvents = makeObjectEvents(template, () => bus);
  const objects = new ObjectStore(
    s3Folder,
    template.ofType('AWS::S3::Bucket').map(({ id }) => template.nameOf(id)),
    search.engine && objectEvents.created,
  );
  const deliveries = makeDeliveries(template, {
    gate,
    streams,
    objects,
    folder: join(state, 'firehose'),
    search: search.engine,
    onIndexed: search.onIndexed,
    onError: onLine,
  });

  const athena = new LocalAthena({
    tables: lakeTables(template),
    workGroups: workGroups(template),
    objects,
    s3Folder,
    folder: join(state, 'athena'),
    gate,
  });
  const topics = makeTopics(template, join(state, 'notices'));
  const bus = new EventBus(makeEventRules(template, { topics, functions: () => functions }), onLine);
  const machines = makeStateMachines(template, {
    gate,
    objects,
    athena,
    bus,
    functions: () => functions,
    folder: join(state, 'state-machines'),
    onError: onLine,
  });

  const servers = {
    athena: serveJson(athenaService(athena, objects), gate),
    kinesis: serveJson(kinesisService([...streams.values()], refuse), gate, faults?.around('kinesis')),
    firehose: serveJson(firehoseService(deliveries, checkRate), gate, faults?.around('firehose')),
    // The functions are made after the services whose endpoints they are told, of which Lambda is one.
    lambda: serveLambda(() => functions, gate),
    s3: serveS3(objects, gate),
    kms: serveJson(kmsService(makeKeys(template, join(state, 'kms'))), gate, faults?.around('kms')),
    secrets_manager: serveJson(secretsManagerService(makeSecrets(template, join(state, 'secrets'))), gate),
    sfn: serveJson(stepFunctionsService(machines), gate),
  };
  const dynamo = await startDynamo(
    { folder: join(state, 'dynamodb'), tables: tableDefinitions(template), rules, port: 0, faults: profile },
    onLine,
    faults,
  );
  const ports = { dynamodb: dynamo.port, ...(await listenAll(servers)) };
  const endpoints = Object.fromEntries(Object.entries(ports).map(([name, at]) => [name, `http://127.0.0.1:${at}`]));

  const functions = makeFunctions(template, {
    keys,
    endpoints: endpointVariables(endpoints),
    logFolder,
    search: place,
    enlist: faults?.enlist,
  });
  const pollers = makePollers(template, {
    gate,
    streams,
    functions,
    objects,
    folder: join(state, 'event-sources'),
    onError: onLine,
    comesAgain: faults && ((shard) => faults.comesAgain(shard)),
  });
  const schedules = makeSchedules(template, { gate, machines, onError: onLine });
  await search.setUp(functions);
  const api = serveHttpApi(makeApi(template, functions, onLine));
  const url = `http://127.0.0.1:${await listen(api, port)}`;
  for (const poller of pollers) poller.start();
  for (const delivery of deliveries) delivery.start();
  for (const machine of machines) machine.resume();
  for (const schedule of schedules) schedule.start();
  for (const { properties } of template.ofType('AWS::Lambda::EventSourceMapping'))
    warmUp(functions, properties.FunctionName);

  const credentials = keys.get(operatorRole) as Credentials;
  const info = {
    pid: process.pid,
    url,
    stage,
    s3Folder,
    logFolder,
    lakeBucket: template.output('LakeBucket'),
    undeliveredBucket: template.output('UndeliveredBucket'),
    exhaustJobsTable: template.output('ExhaustJobsTable'),
    athena: aboutAthena(template),
    bufferMs: Math.max(...deliveries.map(({ settings }) => settings.bufferMs)),
    endpoints,
    region,
    credentials,
    search: place,
    consumerSecrets: template.findOutput('ConsumerSecrets'),
    redriveStateMachine: template.findOutput('RedriveStateMachine'),
    replayStateMachine: template.findOutput('ReplayStateMachine'),
    exhaustStateMachine: template.findOutput('ExhaustStateMachine'),
    sessionsStateMachine: template.findOutput('SessionsStateMachine'),
  };
  announce(state, info);

  const stop = async () => {
    await closeGracefully(api, drainMs);
    for (const schedule of schedules) schedule.stop();
    const left = await drain(pollers.map((poller) => () => poller.isIdle));
    await Promise.all(pollers.map((poller) => poller.stop()));
    for (const delivery of deliveries) {
      await delivery
        .flush()
        .catch((error: Error) => onLine(`${delivery.name}: ${error.message}. It goes on with the next start.`));
      await delivery.stop();
    }
    await objectEvents.settled();
    // Before the functions, whose end would be taken for a task's failure.
    await Promise.all(machines.map((machine) => machine.halt()));
    await Promise.all([...functions.values()].map((fn) => fn.stop()));
    await athena.close();
    await Promise.all([dynamo.stop(), ...Object.values(servers).map(close)]);
    for (const stream of streams.values()) stream.close();
    withdraw(state);
    const late = left > 0 ? ['frames are still on their way; they go on with the next start'] : [];
    return [...(faults?.report() ?? []), ...late];
  };
  return { info, stop };
}

function aboutAthena(template: Template): RunningInfo['athena'] {
  const tables = Object.fromEntries(lakeTableOutputs.map((name) => [name, template.output(name)]));
  const [database = ''] = template.output('TelemetryTable').split('.');
  return {
    workGroup: template.output('ExhaustWorkGroup'),
    database,
    tables: tables as RunningInfo['athena']['tables'],
  };
}

/** A key for each role, and one for the operator. */
function credentialsOf(template: Template): Map<string, Credentials> {
  const roles = [operatorRole, ...template.ofType('AWS::IAM::Role').map(({ id }) => template.arnOf(id))];
  return new Map(roles.map((role) => [role, makeCredentials()]));
}

async function listenAll(
  servers: Readonly<Record<string, Parameters<typeof listen>[0]>>,
): Promise<Record<string, number>> {
  const entries = Object.entries(servers).map(async ([name, server]) => [name, await listen(server)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function endpointVariables(endpoints: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(endpoints).map(([name, url]) => [`AWS_ENDPOINT_URL_${name.toUpperCase()}`, url]),
  );
}

function warmUp(functions: Awaited<ReturnType<typeof makeFunctions>>, name: string): void {
  for (const fn of functions.values()) if (fn.name === name) fn.warmUp();
}

/** Waits until all are idle. @returns how many are not when the time is up */
async function drain(idle: readonly (() => boolean)[]): Promise<number> {
  const busy = () => idle.filter((isIdle) => !isIdle()).length;
  for (const until = Date.now() + drainMs; busy() > 0 && Date.now() < until; ) await delay(20);
  return busy();
}
