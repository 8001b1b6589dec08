import { isObject } from '../shared/telemetry/describe-value.js';
import { clientError, type Failure } from './outcome.js';

export type RequestFields = Readonly<Record<string, unknown>>;

/** Bytes of a body; a request for data is small, and what is stored of it must fit into a table's item of 400 KB. */
const maxBytes = 64 * 1024;

/** The field `request` of a body; what is around it isn't looked at, as upstream doesn't. */
export function readBody(body: string): { readonly request: RequestFields } | { readonly failure: Failure } {
  if (Buffer.byteLength(body) > maxBytes) {
    return clientError(`body: expected at most ${maxBytes} bytes, found ${Buffer.byteLength(body)}.`);
  }
  const parsed = parse(body);
  if (!isObject(parsed))
    return clientError('body: expected a JSON object with an object "request", found something else.');
  const { request = {} } = parsed;
  if (!isObject(request)) return clientError('request: expected an object, found something else.');
  return { request };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
