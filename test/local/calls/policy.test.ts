import { isAllowed, readStatements } from '../../../local/calls/policy.js';

const bucket = 'arn:aws:s3:::lake';
const objectKey = `${bucket}/telemetry/dt=2024-01-15/a.json.gz`;

/** Whether statements allow a call. */
function judge(statements: object | object[], action = 's3:PutObject', resource = objectKey): boolean {
  return isAllowed(readStatements({ Statement: statements }, 'Policy'), { action, resource });
}

const allow = (overrides: object = {}) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...overrides });
const deny = (overrides: object = {}) => ({ Effect: 'Deny', Action: 's3:*', Resource: '*', ...overrides });

describe('a policy', () => {
  it('allows what a statement allows, in a list or alone', () => {
    const alone = judge({ Effect: 'Allow', Action: 's3:PutObject', Resource: objectKey });
    const inList = judge([allow({ Action: ['s3:GetObject', 's3:PutObject'], Resource: [bucket, objectKey] })]);

    expect([alone, inList]).toEqual([true, true]);
  });

  it.each([
    ['there is no statement', []],
    ['the action is another', allow({ Action: 's3:GetObject' })],
    ['the resource is another', allow({ Resource: bucket })],
    ['the service is another', allow({ Action: 'kinesis:*' })],
  ])('allows nothing where %s', (_, statements) => {
    const allowed = judge(statements);

    expect(allowed).toBe(false);
  });

  it('denies what a Deny covers, whatever allows it and in whichever order', () => {
    const answers = [judge([allow(), deny()]), judge([deny(), allow()]), judge([deny({ Action: 's3:Put*' }), allow()])];

    expect(answers).toEqual([false, false, false]);
  });

  it('does not deny beyond what a Deny covers', () => {
    const allowed = judge([allow(), deny({ Resource: `${bucket}/failed/*` })]);

    expect(allowed).toBe(true);
  });

  it.each([
    ['*', true],
    ['s3:*', true],
    ['s3:Put*', true],
    ['s3:*Object', true],
    ['s3:PutObjec?', true],
    ['s3:PutObject?', false],
    ['s3:Get*', false],
    ['s3.PutObject', false],
    ['S3:PUTOBJECT', true],
    ['s3:putobj*', true],
  ])('compares the action with the pattern %s', (Action, expected) => {
    const allowed = judge(allow({ Action }));

    expect(allowed).toBe(expected);
  });

  it.each([
    ['*', true],
    [`${bucket}/*`, true],
    [`${bucket}/*/dt=????-??-??/*.json.gz`, true],
    [`${bucket}/telemetry/dt=2024-01-1?/a.json.gz`, true],
    [`${bucket}`, false],
    [`${bucket}/TELEMETRY/*`, false],
    [`${bucket}/telemetry/dt=2024-01-1?/a+json+gz`, false],
    [`${bucket}/(telemetry)/*`, false],
  ])('compares the resource with the pattern %s, letter for letter', (Resource, expected) => {
    const allowed = judge(allow({ Resource }));

    expect(allowed).toBe(expected);
  });

  it('covers with NotAction and NotResource all but what they name', () => {
    const statements = [allow({ Action: undefined, NotAction: 's3:Delete*' })];
    const elsewhere = [allow(), deny({ Resource: undefined, NotResource: `${bucket}/telemetry/*` })];

    const answers = [
      judge(statements),
      judge(statements, 's3:DeleteObject'),
      judge(elsewhere),
      judge(elsewhere, 's3:PutObject', `${bucket}/failed/a`),
    ];

    expect(answers).toEqual([true, false, true, false]);
  });
});

describe('a condition', () => {
  const when = (Condition: object) => judge([allow(), deny({ Condition })]) === false;

  it.each([
    ['the transport is not secure', { Bool: { 'aws:SecureTransport': 'false' } }, false],
    ['the transport is secure', { Bool: { 'aws:SecureTransport': 'true' } }, true],
    ['it is so by a boolean, as templates may have it', { Bool: { 'aws:SecureTransport': true } }, true],
    ['TLS is older than 1.2', { NumericLessThan: { 's3:TlsVersion': 1.2 } }, false],
    ['TLS is older than 1.4', { NumericLessThan: { 's3:TlsVersion': '1.4' } }, true],
    ['a key equals one of several values', { StringEquals: { 's3:TlsVersion': ['1.2', '1.3'] } }, true],
    ['a key is like a pattern', { StringLike: { 's3:TlsVersion': '1.?' } }, true],
    ['a key that the call does not have equals a value', { StringEquals: { 'aws:SourceAccount': '1' } }, false],
    ['a key that the call does not have is like anything', { ArnLike: { 'aws:SourceArn': '*' } }, false],
    ['a key differs from a value', { StringNotEquals: { 's3:TlsVersion': '1.2' } }, true],
    ['a key that the call does not have differs', { StringNotEquals: { 'aws:SourceAccount': '1' } }, true],
    [
      'two keys are both so',
      { Bool: { 'aws:SecureTransport': 'true' }, NumericLessThan: { 's3:TlsVersion': '1.2' } },
      false,
    ],
  ])('makes a Deny bite, or not, where it says that %s', (_, Condition, bites) => {
    const denied = when(Condition);

    expect(denied).toBe(bites);
  });

  it('that forbids several values holds only where the key has none of them', () => {
    const answers = [
      when({ StringNotEquals: { 's3:TlsVersion': ['1.2', '1.3'] } }),
      when({ StringNotEquals: { 's3:TlsVersion': ['1.1', '1.2'] } }),
    ];

    expect(answers).toEqual([false, true]);
  });

  it('with an operator that the runner can not judge is refused by name when it is read', () => {
    const read = () => judge(allow({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }));

    expect(read).toThrow(/^Policy: condition IpAddress is not known to the local runner, which knows StringEquals/);
  });
});
