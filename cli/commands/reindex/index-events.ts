import { collisionId, documentId } from './document-id.js';
import type { LakeEvent } from './lake-events.js';
import type { DocumentOwner } from './owner-of.js';

/** A document that is to be made, unless there is one of its id. */
export interface NewDocument {
  readonly index: string;
  readonly id: string;
  /** JSON text. */
  readonly line: string;
}

/** What became of a new document: `exists`, there is one of its id; or why the index does not take it. */
export type Created = 'created' | 'exists' | { readonly refused: string };

export interface IndexPorts {
  /** Makes documents. @returns what became of each, in order. @throws Error when OpenSearch can't do it */
  create(documents: readonly NewDocument[]): Promise<readonly Created[]>;
  /** Which events the documents of these ids are of, in order; `undefined` where there is no document. */
  ownersOf(documents: readonly NewDocument[]): Promise<readonly (DocumentOwner | undefined)[]>;
}

/** What became of the lake's events of a day. */
export interface DayCounts {
  /** Lines. */
  read: number;
  /** Documents made. */
  indexed: number;
  /** Lines of events that were there already: the lake holds them more than once. */
  repeats: number;
  /** Of the documents made, those whose mid belongs to another event. */
  collisions: number;
  /** Lines that the index does not take. */
  refused: number;
}

export interface Refused {
  readonly mid: string;
  readonly reason: string;
}

/** Events and bytes of one request. "OpenSearch Service quotas": small instances take 10 MiB. */
const [maxEvents, maxBytes] = [1_000, 4 * 1024 * 1024];

/** Makes each event a document once, without remembering any: the index itself is asked what it has. */
export class EventIndexer {
  /** UTC day → what became of its events. */
  readonly counts = new Map<string, DayCounts>();
  readonly refused: Refused[] = [];
  private held: LakeEvent[] = [];
  private heldBytes = 0;

  /** @param indexOf name of the index of a day */
  constructor(
    private readonly indexOf: (day: string) => string,
    private readonly ports: IndexPorts,
  ) {}

  async add(event: LakeEvent): Promise<void> {
    this.held.push(event);
    this.heldBytes += Buffer.byteLength(event.line);
    if (this.held.length >= maxEvents || this.heldBytes >= maxBytes) await this.flush();
  }

  /** Sends what is held; to be called at the end. */
  async flush(): Promise<void> {
    const events = this.held;
    this.held = [];
    this.heldBytes = 0;
    if (events.length === 0) return;
    for (const { day } of events) this.countsOf(day).read++;
    for (let left: readonly LakeEvent[] = events, level = 0; left.length > 0; level++)
      left = await this.create(left, level);
  }

  /**
   * Makes events documents, each under its id of a level: first the mid alone, then one that belongs to an event of the
   * same mid already.
   *
   * @returns the events whose ids belong to others
   */
  private async create(events: readonly LakeEvent[], level: number): Promise<LakeEvent[]> {
    const documents = events.map((event) => this.document(event, level));
    const created = await this.ports.create(documents);
    const taken = events.filter((event, place) => this.isTaken(event, created[place], level));
    if (taken.length === 0) return [];
    const owners = await this.ports.ownersOf(taken.map((event) => this.document(event, level)));
    return taken.filter(({ day, mid, fingerprint }, place) => {
      const owner = owners[place];
      // Another id would be answered alike, without end.
      if (!owner) return this.refuse(day, mid, 'a conflict with a document that is not there');
      const isRepeat = owner.mid === mid && owner.fingerprint === fingerprint;
      if (isRepeat) this.countsOf(day).repeats++;
      return !isRepeat;
    });
  }

  private isTaken({ day, mid }: LakeEvent, outcome: Created | undefined, level: number): boolean {
    const counts = this.countsOf(day);
    if (outcome === 'exists') return true;
    if (outcome === 'created') {
      counts.indexed++;
      if (level > 0) counts.collisions++;
    } else {
      this.refuse(day, mid, outcome?.refused ?? 'no answer');
    }
    return false;
  }

  private refuse(day: string, mid: string, reason: string): false {
    this.countsOf(day).refused++;
    this.refused.push({ mid, reason });
    return false;
  }

  private document({ day, mid, fingerprint, line }: LakeEvent, level: number): NewDocument {
    return { index: this.indexOf(day), id: level === 0 ? documentId(mid) : collisionId(mid, fingerprint, level), line };
  }

  private countsOf(day: string): DayCounts {
    const counts = this.counts.get(day) ?? { read: 0, indexed: 0, repeats: 0, collisions: 0, refused: 0 };
    this.counts.set(day, counts);
    return counts;
  }
}
