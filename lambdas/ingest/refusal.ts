import { type BodyFault, bodyMessage } from '../shared/http/body-fault.js';

/** Why a whole request is refused. SDKs re-send a refused batch for ever, so this is only for what is no batch at all. */
export interface Refused {
  readonly status: 400 | 413 | 415;
  readonly err: string;
  readonly message: string;
}

const refusals = {
  json: { status: 400, err: 'MALFORMED_JSON' },
  batch: { status: 400, err: 'NOT_A_BATCH' },
  size: { status: 413, err: 'TOO_LARGE' },
  encoding: { status: 415, err: 'UNSUPPORTED_ENCODING' },
} as const;

export function refuse(kind: keyof typeof refusals, message: string): Refused {
  return { ...refusals[kind], message };
}

const kinds = { json: 'json', depth: 'json', size: 'size', encoding: 'encoding' } as const;

/** Refuses a body that can't be read. */
export function refuseBody(fault: BodyFault): Refused {
  return refuse(kinds[fault.kind], bodyMessage(fault));
}
