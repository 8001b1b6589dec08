import { DependencyError } from '../shared/function/errors.js';
import { type Answer, type Call, wrap } from './envelope.js';
import { fail, type Outcome } from './outcome.js';
import type { ExhaustPorts, ExhaustRequest } from './ports.js';
import { listJobs, readJob } from './read-jobs.js';
import { runJobs } from './run-jobs.js';
import { searchJobs } from './search-jobs.js';
import { fileSender } from './send-file.js';
import { submitJob } from './submit-job.js';

type Answering = (request: ExhaustRequest, ports: ExhaustPorts) => Promise<Answer>;

/** A call of the dataset service; a broken dependency is told as such, since it is no fault of the request. */
const inEnvelope =
  (call: Call, run: (request: ExhaustRequest, ports: ExhaustPorts) => Promise<Outcome>): Answering =>
  async (request, ports) => {
    const outcome = await run(request, ports).catch((error: unknown) => {
      if (!(error instanceof DependencyError)) throw error;
      ports.onBroken(error);
      return fail('SERVER_ERROR', 'A service that this one needs did not answer. Nothing is lost; send it again.');
    });
    return wrap(call, outcome, { now: ports.now(), resmsgid: ports.newId() });
  };

/** By API Gateway's name of the route; lib/constructs/exhaust/exhaust-routes.ts has the same ones. */
export const answers: Readonly<Record<string, Answering>> = {
  'POST /dataset/v1/request/submit': inEnvelope('submit', submitJob),
  'GET /dataset/v1/request/read/{tag}': inEnvelope('read', readJob),
  'GET /dataset/v1/request/list/{tag}': inEnvelope('list', listJobs),
  'POST /dataset/v1/request/search': inEnvelope('search', searchJobs),
  'POST /dataset/v1/request/run': inEnvelope('run', runJobs),
  'GET /dataset/v1/file/{requestId}/{name}': fileSender('GET'),
  'HEAD /dataset/v1/file/{requestId}/{name}': fileSender('HEAD'),
};

/** Name of the metric that counts an answer. */
export function outcomeOf({ statusCode }: Answer): 'answered' | 'refused' | 'unavailable' {
  if (statusCode >= 500) return 'unavailable';
  return statusCode < 400 ? 'answered' : 'refused';
}

/** @throws Error for a route that has no answer, which is a mistake in the stack */
export async function answerCall(routeKey: string, request: ExhaustRequest, ports: ExhaustPorts): Promise<Answer> {
  const answer = Object.hasOwn(answers, routeKey) ? answers[routeKey] : undefined;
  if (answer) return answer(request, ports);
  throw new Error(`${routeKey}: expected one of ${Object.keys(answers).join(', ')}. Add it in answer-call.ts.`);
}
