import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { Answer } from '../answers.js';
import { healthCheck } from '../check-health.js';
import type { WriteWatch } from '../watch-writes.js';

/** The health check over a stream and the writes to it. */
export function streamHealth(client: KinesisClient, stream: string, writes: WriteWatch): () => Promise<Answer> {
  return healthCheck({
    describe: () => client.send(new DescribeStreamSummaryCommand({ StreamName: stream })),
    writeProblem: () => writes.problem(),
    now: Date.now,
  });
}
