import { DependencyError } from '../shared/errors.js';
import { idPattern } from '../shared/registry/id-pattern.js';
import type { RecordKey, StoredRecord } from '../shared/registry/items.js';
import type { DataKeys } from '../shared/registry/sealing.js';
import { faultMessage } from '../shared/telemetry/fault-message.js';
import { type Answer, done, type RefusalKind, refused } from './answers.js';
import { type Fields, isFault, type Kind } from './kind.js';
import { findKind, kindNames } from './kinds.js';
import { openPersonal, sealPersonal, showMasked } from './personal.js';
import { readRecord } from './read-record.js';
import type { RegistryRequest } from './read-request.js';

/** The registry's table. All of it throws DependencyError when the table can't be reached. */
export interface RecordPorts {
  find(key: RecordKey): Promise<StoredRecord | undefined>;
  /** Writes a record in the place of what was found. @returns false when another write came between */
  replace(next: StoredRecord, before: StoredRecord | undefined, change: RegistrationChange): Promise<boolean>;
  /** Removes what was found. @returns false when another write came between */
  remove(before: StoredRecord, registrations: readonly string[]): Promise<boolean>;
}

/** Bots that a record is registered with, and those that it no longer is. */
export interface RegistrationChange {
  readonly registrations: readonly string[];
  readonly gone: readonly string[];
}

export interface RegistryPorts {
  readonly records: RecordPorts;
  readonly keys: DataKeys;
  /** Epoch milliseconds. */
  now(): number;
}

export interface Served {
  readonly answer: Answer;
  /** Name of the metric that counts it. */
  readonly outcome: 'written' | 'read' | 'removed' | 'refused' | 'unavailable';
  readonly error?: Error;
}

/** A request whose kind is known. */
interface Asked extends RegistryRequest {
  readonly of: Kind;
}

type Serve = (asked: Asked, ports: RegistryPorts) => Promise<Served>;

/** Bytes of a record. All that a user may have together stays far below DynamoDB's 400 KB an item. */
export const maxRecordBytes = 64 * 1024;
/** Tries to write where others write at the same moment. */
const maxTries = 5;

const methods: Readonly<Record<string, Serve>> = { PUT: put, GET: get, DELETE: remove };

/** Answers one request. A broken dependency is a 503, with the error to be logged: it holds nothing personal. */
export async function serveRequest(request: RegistryRequest, ports: RegistryPorts): Promise<Served> {
  const { method, key } = request;
  const of = findKind(key.kind);
  const serve = Object.hasOwn(methods, method) ? methods[method] : undefined;
  const refuse = refuser(ports);
  if (!of || !serve) return refuse('kind', `kind: expected one of ${kindNames.join(', ')}, found another one`);
  if (!idPattern.test(key.id)) return refuse('id', `id: expected a text like ${idPattern.source}, found another one`);
  try {
    return await serve({ ...request, of }, ports);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    const message = 'The registry could not be reached. Nothing is acknowledged; send the request again.';
    return { answer: refused(ports.now(), 'unavailable', message), outcome: 'unavailable', error };
  }
}

async function put({ of, key, body, channels }: Asked, ports: RegistryPorts): Promise<Served> {
  const { records, keys, now } = ports;
  const refuse = refuser(ports);
  if (Buffer.byteLength(body) > maxRecordBytes) return refuse('size', `body: expected at most ${maxRecordBytes} bytes`);
  const record = readRecord(of, body, key.id);
  if (isFault(record)) {
    return { answer: refused(now(), 'record', faultMessage(record), record), outcome: 'refused' };
  }
  if (!isAllowed(of, record, channels)) return refuse('channel', wrongChannel);
  const parts = await sealPersonal(of, key, record, keys);
  return untilWritten(async () => {
    const before = await records.find(key);
    // Else a token could take a bot over by naming its own channel as the owner.
    if (before && !isAllowed(of, before.open, channels)) return refuse('channel', wrongChannel);
    const next = { ...key, ...parts, revision: Math.max(now(), (before?.revision ?? 0) + 1) };
    const registrations = registrationsIn(of, record);
    const gone = registrationsIn(of, before?.open).filter((id) => !registrations.includes(id));
    const isWritten = await records.replace(next, before, { registrations, gone });
    return isWritten ? { answer: done(now(), key, { created: !before }), outcome: 'written' } : undefined;
  });
}

async function get({ of, key, channels, seesPersonal }: Asked, ports: RegistryPorts): Promise<Served> {
  const refuse = refuser(ports);
  const found = await ports.records.find(key);
  if (!found) return refuse('none', `${key.kind}: there is none with this id`);
  if (!isAllowed(of, found.open, channels)) return refuse('channel', wrongChannel);
  const personal = seesPersonal ? await openPersonal(found, ports.keys) : showMasked(found);
  return { answer: done(ports.now(), key, { record: { ...found.open, ...personal } }), outcome: 'read' };
}

async function remove({ of, key, channels }: Asked, ports: RegistryPorts): Promise<Served> {
  const { records, now } = ports;
  return untilWritten(async () => {
    const before = await records.find(key);
    if (before && !isAllowed(of, before.open, channels)) return refuser(ports)('channel', wrongChannel);
    const isRemoved = !before || (await records.remove(before, registrationsIn(of, before.open)));
    return isRemoved ? { answer: done(now(), key, { removed: before !== undefined }), outcome: 'removed' } : undefined;
  });
}

const wrongChannel = 'the token is bound to channels, and this record is of none of them';

/** A token that is bound to channels is good for records of these, and for no kind that has no channel. */
function isAllowed(of: Kind, record: Fields, channels: readonly string[] | undefined): boolean {
  return channels === undefined || (of.channelOf !== undefined && channels.includes(of.channelOf(record)));
}

function registrationsIn(of: Kind, record: Fields = {}): readonly string[] {
  return of.registrationsOf?.(record) ?? [];
}

function refuser({ now }: RegistryPorts) {
  return (kind: RefusalKind, message: string): Served => ({
    answer: refused(now(), kind, message),
    outcome: 'refused',
  });
}

/** Reads and writes anew while others write the same record. */
async function untilWritten(write: () => Promise<Served | undefined>): Promise<Served> {
  for (let tries = 0; tries < maxTries; tries++) {
    const served = await write();
    if (served) return served;
  }
  throw new DependencyError(`a record was written by others ${maxTries} times in a row.`);
}
