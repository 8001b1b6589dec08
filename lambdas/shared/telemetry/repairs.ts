import type { Repair, TelemetryEvent } from './types.js';
import { type EidRules, eidRules } from './validators.js';

/** An event whose edata is known to be an object. */
export interface MendableEvent extends TelemetryEvent {
  edata: Record<string, unknown>;
}

/** Mends an event in place, if there is something to mend. */
export interface RepairRule {
  readonly rule: string;
  /** What the docs say about it. */
  readonly mends: string;
  mend(event: MendableEvent): readonly Repair[];
}

/** A JSON number as a text, not longer than a double prints. */
const numberText = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const maxNumberLength = 32;

/** In this order. One more is one row here and one test; `npm run docs:validation` lists them. */
export const repairs: readonly RepairRule[] = [
  {
    rule: 'eid-case',
    mends: 'an `eid` that is one of the 17 but for its case (`Interact`)',
    mend(event) {
      const { eid } = event;
      if (typeof eid !== 'string' || eidRules.has(eid)) return [];
      const known = eid.toUpperCase();
      if (!eidRules.has(known)) return [];
      event.eid = known;
      return [{ rule: 'eid-case', path: '/eid', was: eid }];
    },
  },
  {
    rule: 'edata-key-case',
    mends:
      'a key of `edata` that is documented but for its case (`Type`, `Pageid`, `timeSpent`), unless the right one is there too',
    mend(event) {
      const keys = rulesOf(event)?.edataKeys;
      return keys ? renameKeys(event.edata, keys) : [];
    },
  },
  edataValue('empty-props', 'AUDIT', 'props', 'an empty text in place of an empty list', (found) =>
    found === '' ? [] : undefined,
  ),
  edataValue('number-text', 'SUMMARY', 'timespent', 'a number written as a text', readNumber),
  edataValue('number-text', 'START', 'duration', 'a number written as a text', readNumber),
];

function rulesOf({ eid }: MendableEvent): EidRules | undefined {
  return typeof eid === 'string' ? eidRules.get(eid) : undefined;
}

function renameKeys(edata: Record<string, unknown>, known: ReadonlySet<string>): Repair[] {
  const done: Repair[] = [];
  for (const key of Object.keys(edata)) {
    if (known.has(key)) continue;
    const right = key.toLowerCase();
    if (!known.has(right) || Object.hasOwn(edata, right)) continue;
    edata[right] = edata[key];
    delete edata[key];
    done.push({ rule: 'edata-key-case', path: `/edata/${right}`, was: key });
  }
  return done;
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
    mends: `${what} in ${eid} \`edata.${key}\``,
    mend(event) {
      if (event.eid !== eid) return [];
      const was = event.edata[key];
      const right = mendValue(was);
      if (right === undefined) return [];
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
