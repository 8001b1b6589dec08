import { setTimeout as pause } from 'node:timers/promises';
import { regionOfDomain, searchClient } from '../shared/aws/search-client.js';
import { readEnv } from '../shared/function/env.js';
import { logger } from '../shared/function/observe.js';
import { answerRequest, type ResourceRequest } from './answer-request.js';
import { searchPorts } from './aws/search-ports.js';
import { sendAnswer } from './send-answer.js';
import { setUpSearch } from './set-up-search.js';
import { waitForSearch } from './wait-for-search.js';

const { endpoint } = readEnv({ endpoint: 'SEARCH_ENDPOINT' });
const ports = { ...searchPorts(searchClient()), now: Date.now, pause: (ms: number) => pause(ms) };
/** Half of the function's time, so that what follows has the other. */
const patienceMs = 5 * 60_000;

/** CloudFormation's custom resource → templates, retention and dashboards in OpenSearch; the answer goes to its address. */
export const handler = async (request: ResourceRequest): Promise<void> => {
  const answer = await answerRequest(request, async (keepDays) => {
    await waitForSearch(ports, patienceMs);
    return setUpSearch(ports, { keepDays, complete: regionOfDomain(endpoint) !== undefined });
  });
  logger.info(answer.Reason, { status: answer.Status });
  await sendAnswer(request.ResponseURL, answer);
};
