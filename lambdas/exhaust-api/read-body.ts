import { bodyMessage } from '../shared/http/body-fault.js';
import type { RawBody } from '../shared/http/raw-body.js';
import type { BodySizes } from '../shared/http/read-body.js';
import { type JsonLimits, readJsonBody } from '../shared/http/read-json.js';
import { maxDepth } from '../shared/telemetry/check-shape.js';
import { isObject, kindOf } from '../shared/telemetry/describe-value.js';
import { clientError, type Failure } from './outcome.js';

export type RequestFields = Readonly<Record<string, unknown>>;

/** Bytes of a body; a request for data is small, and what is stored of it must fit into a table's item of 400 KB. */
const maxBytes = 64 * 1024;
const sizes: BodySizes = { text: maxBytes, coded: maxBytes, inflated: maxBytes };
const limits: JsonLimits = { depth: maxDepth };

/** The field `request` of a body; what is around it isn't looked at, as upstream doesn't. */
export function readBody(raw: RawBody): { readonly request: RequestFields } | { readonly failure: Failure } {
  const body = readJsonBody(raw, sizes, limits);
  if ('fault' in body) return clientError(`${bodyMessage(body.fault).replace(/\.$/, '')}.`);
  const { value } = body;
  if (!isObject(value)) {
    return clientError(`body: expected a JSON object with an object "request", found ${kindOf(value)}.`);
  }
  const { request = {} } = value;
  if (!isObject(request)) return clientError(`request: expected an object, found ${kindOf(request)}.`);
  return { request };
}
