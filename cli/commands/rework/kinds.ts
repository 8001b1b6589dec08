import { replayableReasons, whyNotReplayable } from '../../../lambdas/shared/rework/replayable.js';
import type { Machine } from './find-machine.js';

/** One of the two commands that have a state machine do something again. */
export interface Kind extends Machine {
  readonly name: 'redrive' | 'replay';
  /** Option and key of the input that says what. */
  readonly choice: 'stage' | 'reason';
  /** What may be chosen, for the help. */
  readonly choices: readonly string[];
  readonly does: string;
  /** Why something can't be chosen; `undefined` where it can. */
  refuse(chosen: string): string | undefined;
  /** The count of what there is to do … */
  readonly due: string;
  /** … and what is said where there is none. */
  nothing(chosen: string): string;
  /** Rows of the books, in order: name of the count, and what it is called. */
  readonly rows: readonly (readonly [count: string, label: string])[];
}

const stages = ['dedup', 'enrich'];

const redrive: Kind = {
  name: 'redrive',
  choice: 'stage',
  choices: stages,
  does: 'hands the frames that a stage gave up on back to it',
  refuse: (stage) =>
    stages.includes(stage) ? undefined : `--stage: expected one of ${stages.join(', ')}, found "${stage}".`,
  machine: 'redriveStateMachine',
  output: 'RedriveStateMachine',
  due: 'objects',
  nothing: (stage) => `nothing of ${stage} is undelivered`,
  rows: [
    ['objects', 'objects'],
    ['older', 'given up before'],
    ['unreadable', 'unreadable'],
    ['broken', 'not finished'],
    ['frames', 'frames'],
    ['through', 'through'],
    ['passedOver', 'done before'],
    ['left', 'left'],
    ['events', 'events'],
    ['received', 'events received'],
    ['forwarded', 'forwarded'],
    ['duplicate', 'duplicate'],
    ['failed', 'failed'],
    ['generated', 'generated'],
  ],
};

const replay: Kind = {
  name: 'replay',
  choice: 'reason',
  choices: replayableReasons,
  does: 'judges failed events again, and has those that are valid now stored',
  refuse: (reason) => {
    const why = whyNotReplayable(reason);
    return why && `--reason: ${why}`;
  },
  machine: 'replayStateMachine',
  output: 'ReplayStateMachine',
  due: 'read',
  nothing: (reason) => `no event failed for ${reason}`,
  rows: [
    ['objects', 'objects'],
    ['older', 'older'],
    ['unreadable', 'unreadable lines'],
    ['broken', 'not finished'],
    ['read', 'failed events'],
    ['replayed', 'replayed'],
    ['skipped', 'replayed before'],
    ['stillFailing', 'failing still'],
    ['left', 'left'],
  ],
};

export const kinds = { redrive, replay };

/** Counts of what was not brought to its end. */
export const unfinished = ['left', 'unreadable', 'broken'] as const;
