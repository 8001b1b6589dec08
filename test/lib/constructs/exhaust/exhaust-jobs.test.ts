import { deployedStages, synthesize, theOne } from '../../synthesize.js';

describe.each(deployedStages)('the jobs table of %s', (stage) => {
  const table = theOne(synthesize(stage), 'AWS::DynamoDB::GlobalTable', 'ExhaustJobs').Properties;

  it('has one item a request, paid by the request', () => {
    expect(table).toMatchObject({
      KeySchema: [{ AttributeName: 'requestId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  it('finds jobs by tag, by channel and by what is to be done, each by time', () => {
    const keys = table.GlobalSecondaryIndexes.map(
      ({ IndexName, KeySchema }: { IndexName: string; KeySchema: { AttributeName: string }[] }) => [
        IndexName,
        ...KeySchema.map(({ AttributeName }) => AttributeName),
      ],
    );

    expect(keys).toEqual([
      ['byTag', 'tag', 'submittedAt'],
      ['byChannel', 'channel', 'submittedAt'],
      ['due', 'work', 'dueAt'],
    ]);
  });

  it('can be restored and not be deleted by mistake, where data is kept', () => {
    const kept = stage === 'prod';

    expect(table.Replicas[0]).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: kept },
      DeletionProtectionEnabled: kept,
    });
  });
});
