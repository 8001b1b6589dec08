import { Gate } from '../../../local/calls/gate.js';
import { readStatements } from '../../../local/calls/policy.js';
import { readerRole, someRules } from '../../support/gates.js';

const key = 'arn:aws:kms:local-1:000000000000:key/registry-key';
const decrypt = { action: 'kms:Decrypt', resource: key };
const root = { AWS: 'arn:aws:iam::000000000000:root' };
const roleMay = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key };

/** A gate before one key, whose policy has the statements. */
function aGateWithKeyPolicy(statements: readonly object[], readerStatement?: object): Gate {
  const rules = someRules(readerStatement);
  return new Gate(
    { ...rules, keyPolicies: { [key]: readStatements({ Statement: statements }, 'Key') } },
    () => undefined,
  );
}

const allow = (Principal: object | string, Action = 'kms:*') => ({ Effect: 'Allow', Principal, Action, Resource: '*' });

describe('a key policy', () => {
  it('that gives the account access lets IAM decide, as the one that CDK writes does', () => {
    const may = aGateWithKeyPolicy([allow(root)], roleMay).allows(readerRole, decrypt);
    const mayNot = aGateWithKeyPolicy([allow(root)]).allows(readerRole, decrypt);

    expect([may, mayNot]).toEqual([true, false]);
  });

  it('that does not give the account access leaves what IAM allows without effect', () => {
    const other = allow({ AWS: 'arn:aws:iam::000000000000:role/other' });

    const answers = [[], [other], [allow(root, 'kms:DescribeKey')]].map((policy) =>
      aGateWithKeyPolicy(policy, roleMay).allows(readerRole, decrypt),
    );

    expect(answers).toEqual([false, false, false]);
  });

  it('that names the role is enough', () => {
    expect(aGateWithKeyPolicy([allow({ AWS: readerRole })]).allows(readerRole, decrypt)).toBe(true);
  });

  it.each([
    ['of the key policy', [allow(root), { ...allow({ AWS: readerRole }), Effect: 'Deny' }], roleMay],
    ['of the role', [allow({ AWS: readerRole })], { ...roleMay, Effect: 'Deny' }],
  ])('lets a Deny %s win', (_, policy, statement) => {
    expect(aGateWithKeyPolicy(policy, statement).allows(readerRole, decrypt)).toBe(false);
  });

  it('says nothing of another key', () => {
    const gate = aGateWithKeyPolicy([allow({ AWS: readerRole })]);

    expect(gate.allows(readerRole, { ...decrypt, resource: `${key}-2` })).toBe(false);
  });
});
