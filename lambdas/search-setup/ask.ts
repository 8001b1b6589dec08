import { DependencyError } from '../shared/function/errors.js';
import type { SearchAnswer, SearchPorts, SearchRequest } from './ports.js';

/** Characters of an answer that an error repeats. */
const maxQuote = 500;

/** @throws DependencyError with what was found, when the answer is another than 200 or 201 */
export async function askFor({ ask }: SearchPorts, request: SearchRequest): Promise<unknown> {
  return expectDone(request, await ask(request));
}

/** @throws DependencyError like `askFor` */
export function expectDone({ method, path }: SearchRequest, { status, body }: SearchAnswer): unknown {
  if (status === 200 || status === 201) return body;
  const found = typeof body === 'string' ? body : JSON.stringify(body);
  throw new DependencyError(
    `OpenSearch: expected 200 for ${method} ${path}, found ${status} ${found.slice(0, maxQuote)}`,
  );
}

/** Whether the server knows no such API: a plugin that isn't there. A domain in AWS has all of them. */
export function isUnknownApi({ status, body }: SearchAnswer): boolean {
  return status === 400 && JSON.stringify(body).includes('no handler found for uri');
}
