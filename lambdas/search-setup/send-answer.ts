import { DependencyError } from '../shared/function/errors.js';
import type { ResourceAnswer } from './answer-request.js';

/** @throws DependencyError when it was not taken; Lambda then invokes the function again, and all of it is done again */
export async function sendAnswer(url: string, answer: ResourceAnswer): Promise<void> {
  // Bytes, not a text: fetch would name a content type then, and the address is signed without one.
  const body = new TextEncoder().encode(JSON.stringify(answer));
  const { status } = await fetch(url, { method: 'PUT', body });
  if (status !== 200) throw new DependencyError(`CloudFormation: expected 200 for the answer, found ${status}`);
}
