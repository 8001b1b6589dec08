import type { FailedLine } from './failed-line.js';

/** A failed event, whole, under the number of the line that stands for it. */
export interface NumberedEvent extends FailedLine {
  /** From 1. */
  readonly line: number;
}

interface Pending {
  readonly parts: (NumberedEvent | undefined)[];
  missing: number;
}

/** Joins the parts of long events. An object may hold the same event twice, with its parts among each other. */
export class PartJoiner {
  private readonly pending = new Map<string, Pending[]>();

  /** @returns the event, once it is whole */
  add(line: NumberedEvent): NumberedEvent | undefined {
    if (line.part === undefined) return line;
    const { id, number, of } = line.part;
    const open = this.pending.get(id) ?? [];
    let event = open.find(({ parts }) => parts[number - 1] === undefined);
    if (!event) {
      event = { parts: new Array(of).fill(undefined), missing: of };
      open.push(event);
      this.pending.set(id, open);
    }
    event.parts[number - 1] = line;
    if (--event.missing > 0) return undefined;
    open.splice(open.indexOf(event), 1);
    const [first] = event.parts;
    return first && { ...first, part: undefined, raw: event.parts.map((part) => part?.raw).join('') };
  }

  /** Lines that stand for an event of which not all parts came. */
  get unfinished(): number[] {
    const events = [...this.pending.values()].flat();
    return events.flatMap(({ parts: [first] }) => first?.line ?? []).sort((a, b) => a - b);
  }
}
