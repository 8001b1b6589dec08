import { decodeAggregate } from '../../lambdas/shared/frames/kpl.js';
import { arrival } from '../factories/frames.js';
import { fakeLookup } from './fake-lookup.js';
import { fakeStream } from './fake-stream.js';

/** The effects of enrich, with the documents that were forwarded. */
export function fakeEnrichPorts({ refuses = [] as readonly number[], table = {} } = {}) {
  const stream = fakeStream({ refuses });
  const registry = fakeLookup(table, stream);
  const documents = () =>
    stream.taken.flatMap(({ data }) => decodeAggregate(Buffer.from(data))).map((data) => JSON.parse(data.toString()));
  return { ...stream, ...registry, refreshUsers: async () => new Map(), now: () => arrival, documents };
}
