import { DependencyError } from '../shared/function/errors.js';
import { nearestName } from '../shared/text/nearest-name.js';
import { refused } from './answers.js';
import { deleteRecord } from './delete-record.js';
import { getRecord } from './get-record.js';
import { findKind, kindNames } from './kinds.js';
import type { RegistryPorts } from './ports.js';
import { postRecords } from './post-records.js';
import { putRecord } from './put-record.js';
import type { RegistryRequest } from './read-request.js';
import { refuse, type Serve, type Served } from './served.js';

interface Method {
  readonly serve: Serve;
  /** Whether its address names one record. */
  readonly hasId: boolean;
}

const methods: Readonly<Record<string, Method>> = {
  PUT: { serve: putRecord, hasId: true },
  GET: { serve: getRecord, hasId: true },
  DELETE: { serve: deleteRecord, hasId: true },
  POST: { serve: postRecords, hasId: false },
};

/** Answers one request. A broken dependency is a 503, with the error to be logged: it holds nothing personal. */
export async function serveRequest(request: RegistryRequest, ports: RegistryPorts): Promise<Served> {
  const { key } = request;
  const of = findKind(key.kind);
  const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (!of || !method) {
    const nearest = of ? undefined : nearestName(key.kind, kindNames);
    const hint = nearest === undefined ? '' : `. Did you mean ${nearest}?`;
    return refuse(ports, 'kind', `kind: expected one of ${kindNames.join(', ')}, found another one${hint}`);
  }
  const id = method.hasId ? of.idForm.read(key.id) : '';
  if (id === undefined)
    return refuse(ports, 'id', `id: expected ${of.idForm.expected}, found ${of.idForm.found(key.id)}`);
  try {
    return await method.serve({ ...request, key: { ...key, id }, of }, ports);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    const message = 'The registry could not be reached. Nothing is acknowledged; send the request again.';
    return { answer: refused(ports.now(), 'unavailable', message), counts: { unavailable: 1 }, error };
  }
}
