import { forEachBounded } from '../for-each-bounded.js';
import { Interruption, withOwnSignal } from '../interruption.js';
import { StateError } from '../state-error.js';
import type { Context } from '../thread.js';
import type { Visit } from '../visit.js';
import { type Child, MapRun, type MapRunPlan } from './map-run.js';
import { planMapRun } from './plan-map-run.js';
import { collectResults, writeResults } from './write-results.js';

/** Each item, or batch, is an execution of its own; failures are counted, and end the run when they are too many. */
export async function runDistributed(visit: Visit): Promise<unknown> {
  const { thread } = visit;
  const { ports } = thread;
  ports.checkChildren();
  const known = thread.notes.plan as MapRunPlan | undefined;
  const run = new MapRun(known ?? (await planMapRun(visit)));
  const names = namesOf(thread.context, run.plan);
  ports.mapRuns.begin(run);
  if (!known) {
    thread.record('MapStateStarted', { length: run.children.length });
    thread.record('MapRunStarted', { mapRunArn: names.mapRunArn });
  }
  const failure = await runChildren(visit, run);
  try {
    const result = await finish(visit, run, names);
    if (failure) throw failure;
    thread.record('MapRunSucceeded');
    ports.mapRuns.end(run, 'SUCCEEDED');
    thread.record('MapStateSucceeded');
    return result;
  } catch (error) {
    if (error instanceof StateError) {
      thread.record('MapRunFailed', { error: error.error, cause: error.cause });
      ports.mapRuns.end(run, 'FAILED');
    }
    throw error;
  }
}

/** @returns the error of a run with too many failures */
async function runChildren(visit: Visit, run: MapRun): Promise<StateError | undefined> {
  const { thread } = visit;
  try {
    await withOwnSignal(thread.signal, ({ signal }) =>
      forEachBounded(run.children.length, run.plan.maxConcurrency, async (index) => {
        signal.throwIfAborted();
        const { status } = await runChild(visit, run, index, signal);
        if (status === 'FAILED' && run.isExceeded) throw exceeded();
      }),
    );
    return undefined;
  } catch (error) {
    const isHalted = error instanceof Interruption && error.kind === 'halted';
    if (!isHalted) run.abortRunning(thread.ports.clock.now());
    if (error instanceof StateError) return error;
    if (!isHalted) thread.ports.mapRuns.end(run, 'ABORTED');
    throw error;
  }
}

async function runChild(visit: Visit, run: MapRun, index: number, signal: AbortSignal): Promise<Child> {
  const { thread, state } = visit;
  const child = run.children[index] as Child;
  const startedAt = thread.notes.child(index).step?.startedAt ?? thread.ports.clock.now();
  Object.assign(child, { status: 'RUNNING', startedAt });
  const context = childContext(thread.context, run.plan, child, startedAt);
  const made = thread.child(index, state.ItemProcessor, { context, signal, silent: true });
  try {
    const output = await visit.run(made, child.input);
    Object.assign(child, { ...made.notes.end, output, status: 'SUCCEEDED' });
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    Object.assign(child, { ...made.notes.end, status: 'FAILED' });
  }
  return child;
}

async function finish(visit: Visit, run: MapRun, names: ReturnType<typeof namesOf>): Promise<unknown> {
  const { ResultWriter } = visit.state;
  const writer = ResultWriter && ((await visit.evaluate('ResultWriter', ResultWriter)) as Record<string, unknown>);
  if (writer?.Resource === undefined) return collectResults(run, writer ?? {}, names);
  const result = await writeResults(run, writer, names, visit.thread.ports.results);
  run.isWritten = true;
  return result;
}

const exceeded = () =>
  new StateError('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded');

/** "Map Run ARN: mapRun:machine/label:id"; its executions belong to a machine of the name machine/label. */
function namesOf(context: Context, { id, label }: MapRunPlan) {
  const { Id: machine } = context.StateMachine as { Id: string };
  return {
    mapRunArn: `${machine.replace(':stateMachine:', ':mapRun:')}/${label}:${id}`,
    executions: `${machine.replace(':stateMachine:', ':execution:')}/${label}`,
    stateMachineArn: `${machine}/${label}`,
  };
}

function childContext(context: Context, plan: MapRunPlan, { name, input }: Child, startedAt: number): Context {
  const { executions, stateMachineArn } = namesOf(context, plan);
  const execution = {
    Id: `${executions}:${name}`,
    Name: name,
    Input: input,
    StartTime: new Date(startedAt).toISOString(),
  };
  return {
    Execution: { ...(context.Execution as object), ...execution },
    StateMachine: { ...(context.StateMachine as object), Id: stateMachineArn },
  };
}
