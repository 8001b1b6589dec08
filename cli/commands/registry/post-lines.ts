import type { BulkFailure } from '../../../lambdas/registry/answers.js';
import type { RecordFault } from '../../../lambdas/registry/kind.js';
import type { Registry } from './open-registry.js';

/** A line with a record in which nothing is wrong as far as can be seen from here. */
export interface GoodLine {
  readonly number: number;
  readonly id: string;
  readonly text: string;
}

export interface PostSettings {
  readonly kind: string;
  readonly revives: boolean;
}

/** Writes the records of some lines in one call. @returns the lines that the registry refused @throws Error when it took none */
export async function postLines(
  registry: Registry,
  lines: readonly GoodLine[],
  { kind, revives }: PostSettings,
): Promise<{ readonly number: number; readonly fault: RecordFault }[]> {
  const body = `{"records":[${lines.map(({ text }) => text).join(',')}]}`;
  const { status, err, errmsg, result } = await registry.post(kind, body, { revives });
  if (status !== 200) throw new Error(`registry: expected the records to be judged, found ${err}: ${errmsg}.`);
  return (result.failures as BulkFailure[]).map(({ index, ...failure }) => ({
    number: lines[index]?.number ?? 0,
    fault: faultOf(failure),
  }));
}

const erased: RecordFault = {
  pointer: '/id',
  expected: 'an id of nobody who was erased; --revive writes such a record anew',
  found: 'ERASED',
};

function faultOf({ err, message, pointer, expected, found }: Omit<BulkFailure, 'index'>): RecordFault {
  if (err === 'ERASED') return erased;
  if (pointer !== undefined && expected !== undefined && found !== undefined) return { pointer, expected, found };
  return { pointer: '', expected: 'a record that the registry takes', found: `${err}: ${message}` };
}
