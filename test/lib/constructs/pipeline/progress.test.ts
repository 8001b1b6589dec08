import { allowedTo } from '../../policies.js';
import { deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

describe.each(deployedStages)('the progress table of %s', (stage) => {
  const template = synthesize(stage);
  const table = theOne(template, 'AWS::DynamoDB::GlobalTable', 'Progress');

  it('has one item a frame and stage, paid by the request, cleaned up by deleteAfter', () => {
    expect(table.Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'frame', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'deleteAfter', Enabled: true },
    });
  });

  it.each(['Dedup', 'Enrich'])('lets %s read and write it in batches, and nothing else', (id) => {
    expect(allowedTo(template, id)(table.id)).toEqual(['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem']);
  });

  it('lets nobody else in', () => {
    const others = resourcesOf(template, 'AWS::IAM::Policy').filter(([id]) => !/^(Dedup|Enrich)/.test(id));

    for (const [, { Properties }] of others) expect(JSON.stringify(Properties)).not.toContain(table.id);
  });
});
