import { isDeepStrictEqual } from 'node:util';
import { DependencyError } from '../shared/function/errors.js';
import { bodyMessage } from '../shared/http/body-fault.js';
import { type JsonLimits, readJsonBody } from '../shared/http/read-json.js';
import { entityOf } from '../shared/registry/aws/items.js';
import type { OpenFields } from '../shared/registry/cached-lookup.js';
import { changeOpen, type OpenRecordPorts } from '../shared/registry/change-open.js';
import { foundForId, idExpected, idPattern } from '../shared/registry/id-pattern.js';
import { candidateNetworks } from '../shared/registry/networks.js';
import { maxDepth } from '../shared/telemetry/check-shape.js';
import { type Answer, type Call, done, type RefusalKind, refused } from './answers.js';
import { mergeDevice } from './merge-device.js';
import { parseUserAgent } from './parse-user-agent.js';
import { readRegistration } from './read-registration.js';
import type { DeviceRequest } from './read-request.js';

export interface DevicePorts {
  readonly records: OpenRecordPorts;
  /** The locations among some entities, such as `location#49.206.0.0/16`. Throws DependencyError when they can't be read. */
  findLocations(entities: ReadonlySet<string>): Promise<ReadonlyMap<string, OpenFields>>;
  /** A UUID. */
  makeId(): string;
}

export interface Served {
  readonly answer: Answer;
  /** Name of the metric that counts it. */
  readonly outcome: 'written' | 'unchanged' | 'erased' | 'read' | 'refused' | 'unavailable';
  readonly error?: Error;
}

type Serve = (request: DeviceRequest, ports: DevicePorts) => Promise<Omit<Served, 'answer'> & Said>;

/** What is answered: a result, or why there is none. */
type Said = { readonly result: object } | { readonly refusal: RefusalKind; readonly message: string };

/** Bytes of a registration; apps send some 500. */
export const maxBodyBytes = 16 * 1024;

const sizes = { text: maxBodyBytes, coded: maxBodyBytes, inflated: maxBodyBytes };
/** A spec ends in events, which nest no deeper. */
const limits: JsonLimits = { depth: maxDepth };
const bodyRefusals = { json: 'body', depth: 'body', size: 'size', encoding: 'encoding' } as const;

const calls: Readonly<Record<Call, Serve>> = { register, profile };

/** Answers one request. A broken dependency is a 503, with the error to be logged: it names no device. */
export async function serveRequest(request: DeviceRequest, ports: DevicePorts): Promise<Served> {
  const stamp = { now: ports.records.now(), resmsgid: ports.makeId() };
  const { outcome, error, ...said } = await serve(request, ports);
  const answer =
    'result' in said
      ? done(request.call, stamp, said.result)
      : refused(request.call, stamp, said.refusal, said.message);
  return { answer, outcome, ...(error && { error }) };
}

async function serve(request: DeviceRequest, ports: DevicePorts): ReturnType<Serve> {
  if (!idPattern.test(request.did)) {
    return refuse('id', `device id: expected ${idExpected}, found ${foundForId(request.did)}`);
  }
  try {
    return await calls[request.call](request, ports);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    const message = 'The registry could not be reached. Nothing is acknowledged; send the request again.';
    return { ...refuse('unavailable', message), outcome: 'unavailable', error };
  }
}

/** Upstream answers every registration alike; who was erased is told the same, and stays erased. */
async function register({ did, body, ip, userAgent }: DeviceRequest, ports: DevicePorts): ReturnType<Serve> {
  const said = readJsonBody(body, sizes, limits);
  if ('fault' in said) return refuse(bodyRefusals[said.fault.kind], bodyMessage(said.fault));
  const registration = readRegistration(said.value);
  if ('fault' in registration) return refuse('body', registration.fault);
  const location = await locate(ip, ports);
  const seen = { registration, location, uaspec: parseUserAgent(userAgent), now: ports.records.now() };
  const outcome = await changeOpen(
    { kind: 'device', id: did },
    (before) => {
      const open = mergeDevice(did, before?.open, seen);
      return isDeepStrictEqual(open, before?.open) ? undefined : { open, saidAt: before?.saidAt ?? {} };
    },
    ports.records,
  );
  return { result: { message: 'Device registered successfully', actions: [] }, outcome };
}

/** Where the device's user says to be, and where the caller's address is; upstream has a text in place of nothing there. */
async function profile({ did, ip }: DeviceRequest, ports: DevicePorts): ReturnType<Serve> {
  const [found, location] = await Promise.all([ports.records.find({ kind: 'device', id: did }), locate(ip, ports)]);
  const declared = (found?.open.userdeclared ?? {}) as { state?: string; district?: string };
  const userDeclaredLocation = declared.state ? { state: declared.state, district: declared.district ?? '' } : null;
  const ipLocation = {
    state: location?.statecustomname ?? location?.state ?? '',
    district: location?.districtcustom ?? '',
  };
  return { result: { userDeclaredLocation, ipLocation }, outcome: 'read' };
}

/** The location of the longest network that holds an address. */
async function locate(ip: string, { findLocations }: DevicePorts): Promise<OpenFields | undefined> {
  const entities = candidateNetworks(ip).map((id) => entityOf({ kind: 'location', id }));
  const locations = await findLocations(new Set(entities));
  const longest = entities.find((entity) => locations.has(entity));
  return longest === undefined ? undefined : locations.get(longest);
}

function refuse(refusal: RefusalKind, message: string): Awaited<ReturnType<Serve>> {
  return { refusal, message, outcome: 'refused' };
}
