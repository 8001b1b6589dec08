import { type BatchHeader, encodeFrame, type FrameEntry } from '../../lambdas/shared/frames/frame.js';
import type { ReceivedFrame } from '../../lambdas/shared/frames/stream-stage.js';
import { anEvent, framed, type ValidEvent } from './events.js';

export const arrival = Date.UTC(2024, 0, 15, 6, 30);

export function aHeader(overrides: Partial<BatchHeader> = {}): BatchHeader {
  return { msgid: 'batch-1', syncts: arrival, channel: 'channel-1', did: 'device-1', ...overrides };
}

/** A frame of some events, as a stage receives it. */
export function aFrame(
  events: readonly ValidEvent[] = [anEvent()],
  overrides: Partial<ReceivedFrame> = {},
): ReceivedFrame {
  const all = events.map(framed);
  return sealed({
    header: aHeader(),
    entries: all.map(({ mid, fingerprint }): FrameEntry => [mid, fingerprint]),
    lines: all.map(({ text }) => text),
    owner: 'shard-0:1',
    partitionKey: 'batch-1',
    ...overrides,
  });
}

/** A frame with lines as they are given, be they events or not. */
export function aFrameOfLines(lines: readonly string[], overrides: Partial<ReceivedFrame> = {}): ReceivedFrame {
  const entries = lines.map((_, index): FrameEntry => [`LOG:${index + 1}`, `fingerprint-${index + 1}`]);
  return sealed({ header: aHeader(), entries, lines, owner: 'shard-0:1', partitionKey: 'batch-1', ...overrides });
}

/** As it comes for the first time, unless told otherwise. */
function sealed(frame: Omit<ReceivedFrame, 'data' | 'left' | 'isKept'> & Partial<ReceivedFrame>): ReceivedFrame {
  return { data: encodeFrame(frame), left: [...frame.lines.keys()], isKept: false, ...frame };
}
