import { putKey } from '../text/put-key.js';
import type { Repair, TelemetryEvent } from './types.js';
import { eidRules } from './validators.js';

/** An event whose edata is known to be an object. */
export interface MendableEvent extends TelemetryEvent {
  edata: Record<string, unknown>;
}

/** Mends an event in place, if there is something to mend. */
export interface RepairRule {
  readonly rule: string;
  /** The field it mends, as `docs/validation.md` names it. */
  readonly field: string;
  /** What that page says about it. */
  readonly mends: string;
  mend(event: MendableEvent): readonly Repair[];
}

const none: readonly Repair[] = [];

/** A JSON number as a text, not longer than a double prints. */
const numberText = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const maxNumberLength = 32;

/** In this order. One more is one row here and one test; `npm run docs:validation` lists them. */
export const repairs: readonly RepairRule[] = [
  {
    rule: 'eid-case',
    field: 'eid',
    mends: 'one of the 17 in another case (`Interact`)',
    mend(event) {
      const { eid } = event;
      if (typeof eid !== 'string' || eidRules.has(eid)) return none;
      const known = eid.toUpperCase();
      if (!eidRules.has(known)) return none;
      event.eid = known;
      return [{ rule: 'eid-case', path: '/eid', was: eid }];
    },
  },
  {
    rule: 'edata-key-case',
    field: 'edata',
    mends: 'a documented key in another case (`Type`, `timeSpent`), unless the right one is there too',
    mend(event) {
      const known = typeof event.eid === 'string' ? eidRules.get(event.eid)?.edataKeys : undefined;
      return known ? renameKeys(event, known) : none;
    },
  },
  edataValue('empty-props', 'AUDIT', 'props', 'an empty text in place of an empty list', (found) =>
    found === '' ? [] : undefined,
  ),
  edataValue('number-text', 'SUMMARY', 'timespent', 'a number written as a text', readNumber),
  edataValue('number-text', 'START', 'duration', 'a number written as a text', readNumber),
];

function renameKeys(event: MendableEvent, known: ReadonlySet<string>): readonly Repair[] {
  const { edata } = event;
  const keys = Object.keys(edata);
  const names = keys.map((key) => rightName(key, edata, known));
  if (names.every((name) => name === undefined)) return none;
  const done: Repair[] = [];
  const mended: Record<string, unknown> = {};
  for (const [at, was] of keys.entries()) {
    const right = names[at];
    const isFree = right !== undefined && !Object.hasOwn(mended, right);
    if (isFree) done.push({ rule: 'edata-key-case', path: `/edata/${right}`, was });
    putKey(mended, isFree ? right : was, edata[was]);
  }
  event.edata = mended;
  return done;
}

/** The documented key that a key is but for its case, if that one isn't there itself. */
function rightName(key: string, edata: object, known: ReadonlySet<string>): string | undefined {
  if (known.has(key)) return undefined;
  const right = key.toLowerCase();
  return known.has(right) && !Object.hasOwn(edata, right) ? right : undefined;
}

/** A repair of one value: `mendValue` gives the right one, or `undefined` where there is nothing to mend. */
function edataValue(
  rule: string,
  eid: string,
  key: string,
  what: string,
  mendValue: (found: unknown) => unknown,
): RepairRule {
  return {
    rule,
    field: `${eid} edata.${key}`,
    mends: what,
    mend(event) {
      if (event.eid !== eid) return none;
      const was = event.edata[key];
      const right = mendValue(was);
      if (right === undefined) return none;
      event.edata[key] = right;
      return [{ rule, path: `/edata/${key}`, was }];
    },
  };
}

function readNumber(found: unknown): number | undefined {
  if (typeof found !== 'string' || found.length > maxNumberLength || !numberText.test(found)) return undefined;
  const value = Number(found);
  return Number.isFinite(value) ? value : undefined;
}
