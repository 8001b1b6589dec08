import '../fakes/lambda-environment.js';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fakeServices } from '../fakes/fake-services.js';
import { describeCrashSweep } from './describe-crash-sweep.js';
import { aTableWorld } from './table-world.js';

describeCrashSweep('the local runner’s DynamoDB', async (stage) => {
  const services = await fakeServices();
  services.use((_, input, run) => run(input));
  return aTableWorld(stage, new DynamoDBClient({ region: 'local-1' }), { claims: 'claims', progress: 'progress' });
});
