import { dynamoProgress } from '../../lambdas/shared/frames/aws/dynamo-progress.js';
import type { ProgressPorts } from '../../lambdas/shared/frames/progress.js';
import { clientAt, makeTable } from './claims-table.js';
import { describeWith } from './describe-with.js';
import { type DynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.js';

describeWith('DYNAMODB_LOCAL_FOLDER', 'the progress of a stage, on DynamoDB', (folder) => {
  let engine: DynamoDbLocal | undefined;
  let progressOf: (stage: string) => ProgressPorts;

  beforeAll(async () => {
    engine = await startDynamoDbLocal(folder);
    const client = clientAt(engine.endpoint);
    await makeTable(client, 'progress', 'Progress');
    progressOf = (stage) =>
      dynamoProgress({ client, table: 'progress', stage, now: Date.now, remainingMs: () => 5_000 });
  });

  afterAll(() => engine?.stop());

  it('is read back as it was remembered, for more frames than a call takes', async () => {
    const remembered = new Map(
      Array.from({ length: 230 }, (_, index) => [
        `shard-0:${index}`,
        { left: index % 3 === 0 ? [] : [index, index + 1, 499].sort((a, b) => a - b), kept: index % 2 === 0 },
      ]),
    );
    const { find, remember } = progressOf('dedup');

    await remember(remembered);
    const found = await find([...remembered.keys(), 'shard-0:new']);

    expect(new Map([...found].sort())).toEqual(new Map([...remembered].sort()));
  });

  it('is the last that was remembered, and another stage’s is its own', async () => {
    const { find, remember } = progressOf('enrich');
    await remember(new Map([['shard-1:1', { left: [1, 2], kept: false }]]));

    await remember(new Map([['shard-1:1', { left: [], kept: true }]]));

    expect([...(await find(['shard-1:1']))]).toEqual([['shard-1:1', { left: [], kept: true }]]);
    expect([...(await progressOf('dedup').find(['shard-1:1']))]).toEqual([]);
  });
});
