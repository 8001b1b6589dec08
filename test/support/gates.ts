import { Gate, type GateRules } from '../../local/calls/gate.js';
import { readStatements } from '../../local/calls/policy.js';

export const operatorKey = 'LOCALOPERATOR';
export const readerKey = 'LOCALREADER';
export const readerRole = 'arn:aws:iam::000000000000:role/reader';
const operatorRole = 'arn:aws:iam::000000000000:role/operator';

/** One key may do everything, the other only what the statement says. */
export function someRules(
  readerStatement: object = { Effect: 'Allow', Action: 'none:None', Resource: '*' },
): GateRules {
  return {
    roles: {
      [operatorRole]: readStatements({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, 'operator'),
      [readerRole]: readStatements({ Statement: readerStatement }, 'reader'),
    },
    resourcePolicies: [],
    keys: { [operatorKey]: operatorRole, [readerKey]: readerRole },
  };
}

/** A gate that remembers what it was told. */
export function aGate(readerStatement?: object): Gate & { readonly denied: readonly string[] } {
  const denied: string[] = [];
  const gate = new Gate(someRules(readerStatement), (line) => void denied.push(line));
  return Object.assign(gate, { denied });
}
