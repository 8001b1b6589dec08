import { gateRules } from '../../../local/compose/gate-rules.js';
import { makeKeys } from '../../../local/compose/keys.js';
import { Template } from '../../../local/template/template.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const KeyPolicy = {
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'kms:*', Resource: '*' },
  ],
};

function aStack(properties: object = {}): Template {
  return new Template(
    '',
    {},
    {
      Resources: {
        SealDDDDDDDD: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy, EnableKeyRotation: true, ...properties } },
        NameDDDDDDDD: {
          Type: 'AWS::KMS::Alias',
          Properties: { AliasName: 'alias/names', TargetKeyId: { 'Fn::GetAtt': ['SealDDDDDDDD', 'Arn'] } },
        },
      },
    },
  );
}

describe('a key of the template', () => {
  it.each([
    [{}, 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
    [{ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }, 'HMAC_256', 'GENERATE_VERIFY_MAC'],
  ])('with %j is made, and found by its alias', (properties, spec, usage) => {
    const { keys, aliases } = makeKeys(aStack(properties), folder());

    expect(keys.map(({ template, usage: forWhat }) => [template.id, template.spec, forWhat])).toEqual([
      ['seal', spec, usage],
    ]);
    expect([...aliases]).toEqual([['alias/names', 'arn:aws:kms:local-1:000000000000:key/seal']]);
  });

  it.each([
    [{ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, /found RSA_2048 for SIGN_VERIFY/],
    [{ KeySpec: 'HMAC_256' }, /found HMAC_256 for ENCRYPT_DECRYPT/],
  ])('with %j is refused when the runner starts', (properties, message) => {
    expect(() => makeKeys(aStack(properties), folder())).toThrow(message);
  });

  it('has its policy heard by the gate', () => {
    const { keyPolicies } = gateRules(aStack(), new Map());

    expect(Object.keys(keyPolicies ?? {})).toEqual(['arn:aws:kms:local-1:000000000000:key/seal']);
  });
});
