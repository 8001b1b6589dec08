import { allowedTo } from '../../policies.js';
import { deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const tableType = 'AWS::DynamoDB::GlobalTable';

describe.each(deployedStages)('the claims table of %s', (stage) => {
  const template = synthesize(stage);
  const table = theOne(template, tableType, 'Claims');

  it('has one item a mid, paid by the request, cleaned up by deleteAfter', () => {
    expect(table.Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'mid', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'mid', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'deleteAfter', Enabled: true },
    });
  });

  it('can be restored and not be deleted by mistake, where data is kept', () => {
    const kept = stage === 'prod';

    const [replica] = table.Properties.Replicas;

    expect(replica).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: kept },
      DeletionProtectionEnabled: kept,
    });
  });

  it('lets dedup insert, read and put claims, and not update, scan or delete them', () => {
    expect(allowedTo(template, 'Dedup')(table.id)).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:PartiQLInsert',
      'dynamodb:PutItem',
    ]);
  });

  it('lets nobody else in', () => {
    const policies = resourcesOf(template, 'AWS::IAM::Policy').filter(([id]) => !id.startsWith('Dedup'));

    for (const [, { Properties }] of policies) expect(JSON.stringify(Properties)).not.toContain(table.id);
  });
});
