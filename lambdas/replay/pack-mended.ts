import { partitionKey } from '../shared/aws/put-records.js';
import type { FrameRecord } from '../shared/frames/aws/forward-frames.js';
import { packFrames } from '../shared/frames/frame.js';
import type { MendedEvent } from './judge-again.js';

/** Frames of the events: those that stand beside each other and have one header share it. */
export function packMended(events: readonly MendedEvent[]): FrameRecord[] {
  const groups: { readonly said: string; readonly events: MendedEvent[] }[] = [];
  for (const event of events) {
    const said = JSON.stringify(event.header);
    const last = groups.at(-1);
    if (last?.said === said) last.events.push(event);
    else groups.push({ said, events: [event] });
  }
  return groups.flatMap(({ events: [first, ...others] }) => {
    if (!first) return [];
    const framed = [first, ...others].map((event) => event.framed);
    const key = partitionKey(first.header.msgid ?? first.framed.mid);
    return packFrames(first.header, framed).map((frame) => ({ partitionKey: key, ...frame }));
  });
}
