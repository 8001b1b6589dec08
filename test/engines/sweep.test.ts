import '../fakes/lambda-environment.js';
import { describeCrashSweep } from '../sweep/describe-crash-sweep.js';
import { aTableWorld } from '../sweep/table-world.js';
import { clientAt, makeTable } from './claims-table.js';
import { describeWith } from './describe-with.js';
import { type DynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.js';

describeWith('DYNAMODB_LOCAL_FOLDER', 'the crash sweep', (folder) => {
  let engine: DynamoDbLocal | undefined;
  let worlds = 0;

  beforeAll(async () => {
    engine = await startDynamoDbLocal(folder);
  });

  afterAll(() => engine?.stop());

  describeCrashSweep('DynamoDB Local', async (stage) => {
    const client = clientAt(engine?.endpoint ?? '');
    const tables = { claims: `claims-${++worlds}`, progress: `progress-${worlds}` };
    await makeTable(client, tables.claims, 'Claims');
    await makeTable(client, tables.progress, 'Progress');
    return aTableWorld(stage, client, tables);
  });
});
