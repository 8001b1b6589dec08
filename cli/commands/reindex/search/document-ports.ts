import type { Client } from '@opensearch-project/opensearch';
import type { Created, IndexPorts, NewDocument } from '../index-events.js';
import { ownerOf } from '../owner-of.js';
import { isLater, TooBusy, withRetries } from './retry.js';

/** Single documents, by `_bulk` and `_mget`. */
export function documentPorts(client: Client): IndexPorts {
  return {
    async create(documents) {
      const outcomes: Created[] = [];
      let left = documents.map((document, place) => ({ document, place }));
      await withRetries(async () => {
        const items = await bulk(
          client,
          left.map(({ document }) => document),
        );
        const later = left.filter((_, at) => isLater(items[at]?.status ?? 0));
        for (const [at, { place }] of left.entries()) {
          const item = items[at];
          if (item && !isLater(item.status)) outcomes[place] = outcomeOf(item);
        }
        left = later;
        if (later.length > 0)
          throw new TooBusy(
            `OpenSearch: ${later.length} documents not taken, status ${items.map(({ status }) => status).find(isLater)}`,
          );
      });
      return outcomes;
    },
    async ownersOf(documents) {
      const docs = documents.map(({ index, id }) => ({
        _index: index,
        _id: id,
        _source: ['mid', 'metadata.fingerprint'],
      }));
      const { body } = await withRetries(() => client.mget({ body: { docs } }));
      // biome-ignore lint/suspicious/noExplicitAny: the client's types know nothing of what a document holds
      return (body.docs as any[]).map(({ _source }) => _source && ownerOf(_source));
    },
  };
}

interface Item {
  readonly status: number;
  readonly error?: { readonly type?: string; readonly reason?: string | null } | undefined;
}

async function bulk(client: Client, documents: readonly NewDocument[]): Promise<Item[]> {
  const lines = documents.map(
    ({ index, id, line }) => `${JSON.stringify({ create: { _index: index, _id: id } })}\n${line}\n`,
  );
  const { body } = await client.bulk({ body: lines.join('') as never }, { maxRetries: 0 });
  return body.items.map(({ create }) => ({ status: create?.status ?? 0, error: create?.error }));
}

function outcomeOf({ status, error }: Item): Created {
  if (status >= 200 && status < 300) return 'created';
  if (status === 409) return 'exists';
  return { refused: `${error?.type ?? status}: ${error?.reason ?? 'no reason given'}` };
}
