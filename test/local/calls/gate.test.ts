import { Gate } from '../../../local/calls/gate.js';
import { readStatements } from '../../../local/calls/policy.js';
import { aGate, operatorKey, readerKey, readerRole, someRules } from '../../support/gates.js';

const bucket = 'arn:aws:s3:::lake';
const put = { action: 's3:PutObject', resource: `${bucket}/a` };
const signedBy = (key: string) =>
  `AWS4-HMAC-SHA256 Credential=${key}/20240115/local-1/s3/aws4_request, SignedHeaders=host, Signature=00`;

/** A gate with the policy of a bucket, besides what the reader's role may. */
function aGateWithBucketPolicy(statement: object, readerStatement?: object): Gate {
  const resourcePolicies = readStatements({ Statement: statement }, 'BucketPolicy');
  return new Gate({ ...someRules(readerStatement), resourcePolicies }, () => undefined);
}

describe('the gate', () => {
  it('knows the role by the key of the signature', () => {
    const gate = aGate();

    const role = gate.roleOf(signedBy(readerKey));

    expect(role).toBe(readerRole);
  });

  it.each([
    ['without a signature', undefined, 'MissingAuthenticationToken'],
    ['with a signature without a key', 'Bearer abc', 'MissingAuthenticationToken'],
    ['with a key of nobody', signedBy('AKIAOTHER'), 'UnrecognizedClientException'],
  ])('turns away a call %s', (_, authorization, code) => {
    const gate = aGate();

    const roleOf = () => gate.roleOf(authorization);

    expect(roleOf).toThrow(expect.objectContaining({ code, status: 403 }));
  });

  it('refuses the whole call when one of its permissions is lacking, and tells that one', () => {
    const gate = aGate({ Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucket}/*` });

    const check = () => gate.check(readerRole, [put, { action: 's3:GetObject', resource: `${bucket}/b` }, put]);

    expect(check).toThrow(
      `User: ${readerRole} is not authorized to perform: s3:GetObject on resource: ${bucket}/b because no identity-based policy allows the s3:GetObject action`,
    );
    expect(gate.denied).toEqual([
      `access denied: reader may not s3:GetObject on ${bucket}/b. The template's policies don't allow it: grant it in lib/constructs/.`,
    ]);
  });

  it('tells of each refusal, also of one that it has judged before', () => {
    const gate = aGate();
    const check = () => gate.check(readerRole, [put]);

    expect(check).toThrow();
    expect(check).toThrow();

    expect(gate.denied).toHaveLength(2);
  });

  it('lets a role of which the template says nothing do nothing', () => {
    const gate = aGate();

    const allowed = gate.allows('arn:aws:iam::000000000000:role/stranger', put);

    expect(allowed).toBe(false);
  });

  it.each([
    ['that role', { AWS: readerRole }, true],
    ['a list with that role', { AWS: ['arn:aws:iam::000000000000:role/other', readerRole] }, true],
    ['everybody', '*', true],
    ['everybody, as AWS', { AWS: '*' }, true],
    ['another role', { AWS: 'arn:aws:iam::000000000000:role/other' }, false],
  ])('hears a bucket policy that allows %s', (_, Principal, expected) => {
    const gate = aGateWithBucketPolicy({ Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `${bucket}/*` });

    const allowed = gate.allows(readerRole, put);

    expect(allowed).toBe(expected);
  });

  it('lets the Deny of a bucket policy win over what the role may', () => {
    const gate = aGateWithBucketPolicy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `${bucket}/*` });
    const operator = gate.roleOf(signedBy(operatorKey));

    const answers = [gate.allows(operator, put), gate.allows(operator, { ...put, resource: 'arn:aws:s3:::other/a' })];

    expect(answers).toEqual([false, true]);
  });

  it('takes loopback for TLS, as the Deny that CDK writes on every bucket expects', () => {
    const enforceSsl = { Bool: { 'aws:SecureTransport': 'false' } };
    const gate = aGateWithBucketPolicy(
      { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Resource: `${bucket}/*`, Condition: enforceSsl },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucket}/*` },
    );

    const allowed = gate.allows(readerRole, put);

    expect(allowed).toBe(true);
  });
});
