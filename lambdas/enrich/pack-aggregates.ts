import { partitionKey, type StreamRecord } from '../shared/aws/put-records.js';
import { aggregateOverhead, encodeAggregate, memberOverhead } from '../shared/frames/kpl.js';

/** A document on its way to the enriched stream, and the line of the frame that it came from. */
export interface OutgoingDocument {
  readonly frame: number;
  readonly line: number;
  readonly mid: string;
  readonly data: Buffer;
  /** Made here out of an event, which has a document of its own: the books don't count it as stored. */
  readonly isGenerated?: boolean;
}

export interface Aggregate {
  readonly documents: readonly OutgoingDocument[];
  readonly record: StreamRecord;
}

/** Documents of an aggregate at most: what Firehose is known to take apart. */
const maxDocuments = 500;
/** Firehose limits: 1,000 KiB a record. */
export const maxAggregateBytes = 1_000 * 1024;

/** Whether a document fits a record on its own. */
export function fitsAggregate({ mid, data }: Pick<OutgoingDocument, 'mid' | 'data'>): boolean {
  return aggregateOverhead(partitionKey(mid)) + memberOverhead + data.length <= maxAggregateBytes;
}

/** Packs documents, in order, into as few records as the limits allow. Each must fit on its own. */
export function packAggregates(documents: readonly OutgoingDocument[]): Aggregate[] {
  const groups: OutgoingDocument[][] = [];
  let bytes = 0;
  for (const document of documents) {
    const group = groups.at(-1);
    bytes += memberOverhead + document.data.length;
    if (group && group.length < maxDocuments && bytes <= maxAggregateBytes) {
      group.push(document);
    } else {
      groups.push([document]);
      bytes = aggregateOverhead(partitionKey(document.mid)) + memberOverhead + document.data.length;
    }
  }
  return groups.map((group) => {
    const key = partitionKey(group[0]?.mid ?? '');
    return {
      documents: group,
      record: {
        partitionKey: key,
        data: encodeAggregate(
          key,
          group.map(({ data }) => data),
        ),
      },
    };
  });
}
