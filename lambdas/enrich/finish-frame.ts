import type { FailedEvent } from '../shared/frames/failed-lines.js';
import type { OpenFields } from '../shared/registry/cached-lookup.js';
import { addRecords, type MendedEvent } from './enrich-event.js';
import type { Enrichers } from './enricher.js';
import { fitsAggregate, maxAggregateBytes, type OutgoingDocument } from './pack-aggregates.js';
import type { FrameSettings, PreparedFrame, PreparedLine } from './prepare-frame.js';
import { removeSent } from './sent-fields.js';
import { printEvent } from './shared-data.js';

export type Records = ReadonlyMap<string, OpenFields>;

/** What a frame has become. */
export interface FinishedFrame {
  /** Of the lines that are still to be forwarded, each with what was generated out of it behind it. */
  readonly documents: readonly OutgoingDocument[];
  /** What is not in the failed book yet. */
  readonly failed: readonly FailedEvent[];
}

/** Entities that events of a frame want to know of, those that are still to be forwarded. */
export function* keysOf({ lines }: PreparedFrame): Generator<string> {
  for (const { isOpen, main, items } of lines) {
    if (!isOpen) continue;
    for (const { keys } of [main, ...items]) {
      for (const key of keys) if (key !== undefined) yield key;
    }
  }
}

/**
 * Adds what is known to the events of a frame, and prints them.
 *
 * @param frame its index
 */
export function finishFrame(
  { received, lines, malformed }: PreparedFrame,
  frame: number,
  settings: FrameSettings,
  records: Records,
): FinishedFrame {
  const documents: OutgoingDocument[] = [];
  const failed = [...malformed];
  for (const prepared of lines) {
    if (!prepared.isOpen && received.isKept) continue;
    const { line, mid, items } = prepared;
    const document = { frame, line, mid, data: printThatFits(prepared, settings, records) };
    if (!fitsAggregate(document)) {
      failed.push(tooLarge(prepared, document, settings));
    } else if (prepared.isOpen) {
      documents.push(document);
      for (const item of items) documents.push(itemDocument(item, document, settings, records));
    }
  }
  return { documents, failed: received.isKept ? [] : failed };
}

/**
 * An event that only its records make too large is printed without them: whether an event is stored or fails is decided
 * by itself alone, or it could be both when it comes again.
 */
function printThatFits({ main, mid }: PreparedLine, { enrichers }: FrameSettings, records: Records): Buffer {
  const data = print(main, enrichers, records);
  if (fitsAggregate({ mid, data })) return data;
  for (const property of addedProperties(enrichers.adding)) removeSent(main.event, property);
  for (const flag of addedFlags(enrichers.adding)) delete main.event.flags[flag];
  main.event.flags.records_left_out = true;
  return print(main, enrichers, new Map());
}

function itemDocument(
  item: MendedEvent,
  { frame, line }: OutgoingDocument,
  { enrichers }: FrameSettings,
  records: Records,
): OutgoingDocument {
  const data = print(item, enrichers, records);
  return { frame, line, mid: String(item.event.mid), data, isGenerated: true };
}

function tooLarge({ raw, main }: PreparedLine, { data }: OutgoingDocument, { now: at }: FrameSettings): FailedEvent {
  const { header, notes } = main.context;
  const expected = `at most ${maxAggregateBytes} bytes when enriched`;
  const fault = { reason: 'too-large', pointer: '', expected, found: String(data.length) } as const;
  return { ...fault, stage: 'enrich', at, header, raw, ...(notes && { notes }) };
}

function print(waiting: MendedEvent, { adding }: Enrichers, records: Records): Buffer {
  return Buffer.from(printEvent(addRecords(waiting, { adding }, records), addedProperties(adding)));
}

/** What was said of records that are left out; some flags are only ever set, and would stay. */
function addedFlags(adding: Enrichers['adding']): readonly string[] {
  return adding.flatMap(({ rows }) => rows.flatMap(({ flags = {} }) => Object.keys(flags)));
}

/** Once for each list of enrichers. */
const propertiesOf = new WeakMap<Enrichers['adding'], readonly string[]>();

function addedProperties(adding: Enrichers['adding']): readonly string[] {
  const known = propertiesOf.get(adding);
  if (known) return known;
  const properties = adding.flatMap(({ rows }) => rows.map(({ property }) => property));
  propertiesOf.set(adding, properties);
  return properties;
}
