import { DependencyError } from '../shared/function/errors.js';
import { expectDone } from './ask.js';
import type { SearchPorts, SearchRequest } from './ports.js';

export interface WaitPorts extends SearchPorts {
  now(): number;
  pause(ms: number): Promise<void>;
}

/** Milliseconds between two tries. */
const between = 5_000;
const greeting: SearchRequest = { method: 'GET', path: '/' };

/**
 * Waits until OpenSearch answers. The name of a new domain is not known everywhere at once, and its access policy and
 * the role behind the request take effect after they were made.
 *
 * @param patienceMs how long it is tried
 * @throws DependencyError with the last answer, when the time is over
 */
export async function waitForSearch(ports: WaitPorts, patienceMs: number): Promise<void> {
  const until = ports.now() + patienceMs;
  for (;;) {
    const problem = await findProblem(ports);
    if (!problem) return;
    if (ports.now() + between > until) throw problem;
    await ports.pause(between);
  }
}

async function findProblem({ ask }: SearchPorts): Promise<DependencyError | undefined> {
  try {
    expectDone(greeting, await ask(greeting));
    return undefined;
  } catch (error) {
    if (error instanceof DependencyError) return error;
    throw error;
  }
}
