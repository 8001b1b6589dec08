import { answerCall } from '../../../lambdas/exhaust-api/answer-call.js';
import type { ExhaustRequest } from '../../../lambdas/exhaust-api/ports.js';
import type { Saying } from '../../factories/batches.js';
import { aJobRequest } from '../../factories/jobs.js';
import { aCall, fakeExhaustPorts } from '../../fakes/fake-exhaust-ports.js';

const { tag, dataset, datasetConfig, requestedBy } = aJobRequest();
/** A request for data as UCI's documentation has it. */
export const published = {
  tag,
  dataset,
  datasetConfig,
  requestedBy,
  requestedChannel: '01309282781705830427',
  output_format: 'csv',
};
export const withConfig = (changes: object) => ({ ...published, datasetConfig: { ...datasetConfig, ...changes } });

/** Submits, and reads the answer. */
export async function submit(request: unknown, ports = fakeExhaustPorts().ports, call: Saying<ExhaustRequest> = {}) {
  const body = typeof request === 'string' ? request : JSON.stringify({ id: 'any', request });
  const answer = await answerCall('POST /dataset/v1/request/submit', aCall({ body, ...call }), ports);
  return { status: answer.statusCode, ...JSON.parse(answer.body) };
}
