import type { Undone } from '../shared/aws/put-all.js';
import type { StreamRecord } from '../shared/aws/put-records.js';
import { encodeFrame, type FrameEntry } from '../shared/frames/frame.js';
import type { ReceivedFrame, StageOutcome } from '../shared/frames/stream-stage.js';
import { type ClaimPorts, type ClaimVerdict, claimEvents } from './claim-events.js';

/** The effects of dedup. */
export interface DedupPorts extends ClaimPorts {
  /** Writes frames to the unique stream; returns those that were not taken in time, lowest first. */
  forward(records: readonly StreamRecord[]): Promise<readonly Undone[]>;
}

/**
 * Claims the events of some frames and forwards those that the frames own. Claims come last, right before forwarding:
 * whatever fails between the two is delivered again under the same owner.
 *
 * @throws DependencyError when the claims table can't answer; nothing was forwarded then
 */
export async function dedupFrames(frames: readonly ReceivedFrame[], ports: DedupPorts): Promise<StageOutcome> {
  const refs = frames.flatMap(({ owner, entries }) =>
    entries.map(([mid, fingerprint]) => ({ mid, fingerprint, owner })),
  );
  const verdicts = splitByFrame(frames, await claimEvents(refs, ports));

  const outgoing = keepOwned(frames, verdicts);
  const undone = outgoing.length > 0 ? await ports.forward(outgoing.map(({ record }) => record)) : [];
  const undoneFrames = new Set(undone.map(({ index }) => outgoing[index]?.frame));
  const done = verdicts.filter((_, frame) => !undoneFrames.has(frame)).flat();
  const duplicate = done.filter((verdict) => verdict === 'duplicate').length;
  const [first] = undone;
  return {
    // A frame becomes one record, so all of its lines are left or none.
    frames: frames.map(({ left }, frame) => ({ left: undoneFrames.has(frame) ? left : [], failed: [] })),
    duplicate,
    forwarded: done.length - duplicate,
    ...(first && { error: new Error(first.cause) }),
  };
}

function splitByFrame(frames: readonly ReceivedFrame[], verdicts: readonly ClaimVerdict[]): ClaimVerdict[][] {
  const remaining = [...verdicts];
  return frames.map(({ entries }) => remaining.splice(0, entries.length));
}

interface Outgoing {
  /** Index of the frame that it came from. */
  readonly frame: number;
  readonly record: StreamRecord;
}

/** The frames without their duplicates; an untouched frame keeps its bytes, an empty one goes. */
function keepOwned(frames: readonly ReceivedFrame[], verdicts: readonly (readonly ClaimVerdict[])[]): Outgoing[] {
  return frames.flatMap((frame, index) => {
    const own = verdicts[index] ?? [];
    if (own.every((verdict) => verdict === 'duplicate')) return [];
    const data = own.every((verdict) => verdict === 'mine') ? frame.data : rewrite(frame, own);
    return [{ frame: index, record: { partitionKey: frame.partitionKey, data } }];
  });
}

function rewrite({ header, entries, lines }: ReceivedFrame, verdicts: readonly ClaimVerdict[]): Buffer {
  const isKept = (_: unknown, index: number) => verdicts[index] !== 'duplicate';
  const noted = entries.map(
    (entry, index): FrameEntry =>
      verdicts[index] === 'collision' ? [entry[0], entry[1], { ...entry[2], mid_collision: true }] : entry,
  );
  return encodeFrame({ header, entries: noted.filter(isKept), lines: lines.filter(isKept) });
}
