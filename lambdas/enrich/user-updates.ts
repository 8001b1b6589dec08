import type { ReceivedFrame } from '../shared/frames/stream-stage.js';
import { isObject } from '../shared/telemetry/describe-value.js';

/** What an AUDIT can say of a user. */
export const toldFields = ['usersignintype', 'userlogintype'] as const;

type ToldField = (typeof toldFields)[number];

/** What an event says of a user, and when. */
export interface UserUpdate {
  readonly userId: string;
  readonly said: Readonly<Partial<Record<ToldField, string>>>;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface CdataRule {
  /** `type` of the entry, in lower case; its own case doesn't matter. */
  readonly type: string;
  readonly field: ToldField;
  /** What an id says; `undefined` for nothing. */
  readonly read: (id: string) => string | undefined;
}

/** "user-cache-updater-v2.conf": user.self.signin.types and user.validated.types. */
const signInTypes = new Map([
  ['google', 'Self-Signed-In'],
  ['self', 'Self-Signed-In'],
  ['sso', 'Validated'],
]);

/** What a role may be: it stands on every event of the user, and must be neither a number to call nor an address. */
const role = /^[A-Za-z][A-Za-z _-]{0,63}$/;

/** "UserMetadataUpdater": which entries of `context.cdata` say what. */
const rules: readonly CdataRule[] = [
  { type: 'signuptype', field: 'usersignintype', read: (id) => signInTypes.get(id) },
  { type: 'userrole', field: 'userlogintype', read: (id) => (role.test(id) ? id : undefined) },
];

/** "UserCacheUpdaterFunctionV2": others change nothing; in any case of letters. */
const states: ReadonlySet<unknown> = new Set(['create', 'created', 'update', 'updated']);

/** What the AUDIT events of some frames say of users, in their order. */
export function userUpdates(frames: readonly ReceivedFrame[]): UserUpdate[] {
  return frames.flatMap(({ header, lines, left }) =>
    // Most frames have none, and reading a line costs more than looking for the word in it.
    left.flatMap((line) => (lines[line]?.includes('"AUDIT"') ? (readUpdate(lines[line], header.syncts) ?? []) : [])),
  );
}

/** @param syncts when it arrived: a clock that is ahead must not have the last word until its time comes */
function readUpdate(raw: string, syncts: number): UserUpdate | undefined {
  const { eid, ets, object, edata, context } = parse(raw);
  if (eid !== 'AUDIT' || !isObject(object) || !isObject(edata) || !isObject(context)) return undefined;
  if (lowerCase(object.type) !== 'user' || typeof object.id !== 'string' || !states.has(lowerCase(edata.state))) {
    return undefined;
  }
  const said = readCdata(context.cdata);
  if (Object.keys(said).length === 0 || typeof ets !== 'number') return undefined;
  return { userId: object.id, said, at: Math.max(0, Math.floor(Math.min(ets, syncts))) };
}

/** Of several entries of one type the last one counts, as upstream has it. */
function readCdata(cdata: unknown): UserUpdate['said'] {
  const entries = Array.isArray(cdata) ? cdata.filter(isObject) : [];
  const said: Partial<Record<ToldField, string>> = {};
  for (const { type, field, read } of rules) {
    const id = entries.findLast((entry) => lowerCase(entry.type) === type)?.id;
    const value = typeof id === 'string' ? read(id) : undefined;
    if (value !== undefined) said[field] = value;
  }
  return said;
}

const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** A line that is no object says nothing; that it failed is told by who makes documents. */
function parse(raw: string): Record<string, unknown> {
  try {
    const event: unknown = JSON.parse(raw);
    return isObject(event) ? event : {};
  } catch {
    return {};
  }
}
