import { asList, statementsOf } from './policies.js';
import { deployedStages, resourcesOf, synthesize } from './synthesize.js';

const logDays = { dev: 14, prod: 90 };
const removal = { dev: 'Delete', prod: 'Retain' };
const dataBearing = [
  'AWS::Kinesis::Stream',
  'AWS::DynamoDB::GlobalTable',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::KMS::Key',
];
const physicalNames = [
  'RoleName',
  'TableName',
  'StreamName',
  'BucketName',
  'ManagedPolicyName',
  'DeliveryStreamName',
  'LogGroupName',
];

describe.each(deployedStages)('the stack of %s', (stage) => {
  const template = synthesize(stage);

  it('names no resource itself, so that two stacks fit into one account', () => {
    const named = resourcesOf(template)
      .flatMap(([id, { Type, Properties }]) => namesIn(Type, Properties).map((name) => `${id}.${name}`))
      .toSorted();

    expect(named).toEqual([]);
  });

  it('keeps every log for the configured days, and none for the library’s two years', () => {
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup');

    for (const [id, { Properties }] of groups) expect([id, Properties.RetentionInDays]).toEqual([id, logDays[stage]]);
  });

  it.each(dataBearing)('treats each %s as data when it is deleted or replaced', (type) => {
    const fates = resourcesOf(template, type).map(([, fate]) => [fate.DeletionPolicy, fate.UpdateReplacePolicy]);

    expect(fates).not.toHaveLength(0);
    for (const fate of fates) expect(fate).toEqual([removal[stage], removal[stage]]);
  });

  it('leaves nothing behind but data', () => {
    const left = resourcesOf(template).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');

    for (const [, { Type }] of left) expect(dataBearing).toContain(Type);
  });

  it('allows no action by pattern', () => {
    const actions = statementsOf(template).flatMap(({ statement }) => asList(statement.Action));

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('allows nothing on every resource', () => {
    const resources = statementsOf(template).flatMap(({ statement }) => asList(statement.Resource));

    expect(resources).not.toContain('*');
  });

  it('gives its roles no policy but their own', () => {
    // The function that empties the buckets of dev is the library's.
    const ours = resourcesOf(template, 'AWS::IAM::Role').filter(([id]) => !id.startsWith('CustomS3AutoDelete'));

    for (const [, { Properties }] of ours) expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});

/** Physical names among a resource's properties; a reference to another resource is no name. */
function namesIn(type: string, properties: Record<string, unknown> = {}): string[] {
  const names = type === 'AWS::Lambda::Function' ? ['FunctionName', ...physicalNames] : physicalNames;
  return names.filter((name) => properties[name] !== undefined && !isReference(properties[name]));
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('Ref' in value || 'Fn::GetAtt' in value);
}
