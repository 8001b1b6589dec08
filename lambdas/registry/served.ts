import { DependencyError } from '../shared/function/errors.js';
import { type BodyFault, bodyMessage } from '../shared/http/body-fault.js';
import { type Answer, type RefusalKind, refused } from './answers.js';
import type { Kind, RecordFault } from './kind.js';
import type { RegistryPorts } from './ports.js';
import { faultOfBody } from './read-record.js';
import type { RegistryRequest } from './read-request.js';

/** Name of the metric that counts a record. */
export type Outcome = 'written' | 'read' | 'removed' | 'refused' | 'unavailable';

export interface Served {
  readonly answer: Answer;
  /** How many records each outcome had. */
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly error?: Error;
}

/** A request whose kind is known and whose id, where its method has one, is in its one form. */
export interface Asked extends RegistryRequest {
  readonly of: Kind;
}

export type Serve = (asked: Asked, ports: RegistryPorts) => Promise<Served>;

export function refuse({ now }: RegistryPorts, kind: RefusalKind, message: string, fault?: RecordFault): Served {
  return { answer: refused(now(), kind, message, fault), counts: { refused: 1 } };
}

const bodyRefusals = { json: 'record', depth: 'record', size: 'size', encoding: 'encoding' } as const;

/** Refuses a body that can't be read. */
export function refuseBody(ports: RegistryPorts, fault: BodyFault): Served {
  return refuse(ports, bodyRefusals[fault.kind], bodyMessage(fault), faultOfBody(fault));
}

/** Tries to write where others write at the same moment. */
const maxTries = 5;

/** Reads and writes anew while others write the same record; `undefined` is a try that another write beat. */
export async function untilWritten<T>(write: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < maxTries; attempt++) {
    const written = await write();
    if (written !== undefined) return written;
  }
  throw new DependencyError(`a record was written by others ${maxTries} times in a row.`);
}
