import type { Transition, Visit } from '../visit.js';
import { runChoice } from './choice.js';
import { runFail } from './fail.js';
import { runMap } from './map.js';
import { runParallel } from './parallel.js';
import { runTask } from './task.js';
import { runWait } from './wait.js';

/** What each kind of state does. */
export const kinds: Readonly<Record<string, (visit: Visit) => Promise<Transition>>> = {
  Pass: (visit) => visit.leave(visit.state, visit.input),
  Succeed: (visit) => visit.leave(visit.state, visit.input),
  Task: runTask,
  Choice: runChoice,
  Wait: runWait,
  Fail: runFail,
  Parallel: runParallel,
  Map: runMap,
};
