import { type Client, errors } from '@opensearch-project/opensearch';
import type { RebuildPorts, TimeRange } from '../rebuild-days.js';
import { runTask } from './run-task.js';

type IndexPorts = Omit<RebuildPorts, 'lake' | 'progress' | 'create' | 'ownersOf'>;

/** Where Firehose and dashboards find a day: an index, or an alias of a rebuilt one. */
const placeOf = (day: string): string => `telemetry-${day}`;
const all = 'telemetry-*';
/** Matches the index template, and not what dashboards ask. */
const rebuiltOf = (day: string, run: string): string => `rebuilt-telemetry-${day}-${run}`;

const within = ({ from, before }: TimeRange) => ({ range: { '@timestamp': { gte: from, lt: before } } });

/** Indices as wholes. @param run part of the new ones' names */
export function indexPorts(client: Client, run: string): IndexPorts {
  return {
    async countByDay(range) {
      await client.indices.refresh({ index: all, allow_no_indices: true });
      const days = { date_histogram: { field: '@timestamp', calendar_interval: 'day', min_doc_count: 1 } };
      const buckets = await aggregate(client, range, days);
      return new Map(buckets.map(({ key_as_string, doc_count }) => [String(key_as_string).slice(0, 10), doc_count]));
    },
    async removeLeftovers(days) {
      for (const day of days) {
        const indices = Object.entries(await aliasesOf(client, rebuiltOf(day, '*')));
        const left = indices.filter(([, { aliases }]) => Object.keys(aliases).length === 0).map(([name]) => name);
        for (const index of left) await client.indices.delete({ index });
      }
    },
    async makeIndex(day) {
      const index = rebuiltOf(day, run);
      await client.indices.create({ index });
      return index;
    },
    async carryOver(day, range, into) {
      if (Object.keys(await aliasesOf(client, placeOf(day))).length === 0) return 0;
      await client.indices.refresh({ index: placeOf(day) });
      // What is copied went through the pipeline when it came: once more would change it.
      const pipeline = await finalPipeline(client, into);
      await setFinalPipeline(client, into, '_none');
      const source = { index: placeOf(day), query: { bool: { must_not: [within(range)] } } };
      const body = { source, dest: { index: into, op_type: 'create' } };
      const { created } = await runTask(client, () =>
        client.reindex({ body: body as never, wait_for_completion: false }),
      );
      await setFinalPipeline(client, into, pipeline);
      return created ?? 0;
    },
    async countOf(index) {
      await client.indices.refresh({ index });
      return (await client.count({ index })).body.count;
    },
    async swap(indices) {
      const actions: object[] = [];
      for (const [day, index] of indices) {
        for (const old of Object.keys(await aliasesOf(client, placeOf(day))))
          actions.push({ remove_index: { index: old } });
        actions.push({ add: { index, alias: placeOf(day) } });
      }
      await client.indices.updateAliases({ body: { actions } as never });
    },
    async deleteElsewhere(range, rebuilt) {
      await client.indices.refresh({ index: all });
      const held = await aggregate(client, range, { terms: { field: '_index', size: 10_000 } });
      let removed = 0;
      for (const { key } of held) {
        const index = String(key);
        if (rebuilt.includes(index)) continue;
        const ask = {
          index,
          body: { query: within(range) } as never,
          wait_for_completion: false,
          refresh: true,
        } as const;
        removed += (await runTask(client, () => client.deleteByQuery(ask))).deleted ?? 0;
      }
      return removed;
    },
  };
}

interface Bucket {
  readonly key: unknown;
  readonly key_as_string?: unknown;
  readonly doc_count: number;
}

async function aggregate(client: Client, range: TimeRange, by: object): Promise<readonly Bucket[]> {
  const body = { size: 0, query: within(range), aggs: { by } };
  const answer = await client.search({ index: all, allow_no_indices: true, body: body as never });
  // biome-ignore lint/suspicious/noExplicitAny: the client's types know aggregations by a union of all kinds
  return (answer.body.aggregations as any)?.by?.buckets ?? [];
}

/** Indices that a name, an alias or a pattern stands for, with their aliases; none where there is none. */
async function aliasesOf(client: Client, index: string): Promise<Record<string, { aliases: object }>> {
  try {
    return (await client.indices.getAlias({ index })).body as Record<string, { aliases: object }>;
  } catch (error) {
    if (error instanceof errors.ResponseError && error.statusCode === 404) return {};
    throw error;
  }
}

async function finalPipeline(client: Client, index: string): Promise<string | null> {
  const { body } = await client.indices.getSettings({ index, name: 'index.final_pipeline' });
  // biome-ignore lint/suspicious/noExplicitAny: settings by name, as they are
  return (body as any)[index]?.settings?.index?.final_pipeline ?? null;
}

async function setFinalPipeline(client: Client, index: string, pipeline: string | null): Promise<void> {
  await client.indices.putSettings({ index, body: { 'index.final_pipeline': pipeline } as never });
}
