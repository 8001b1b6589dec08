import type { Readable } from 'node:stream';
import { BrokenObject, readLines } from '../shared/lake/read-lines.js';
import { type FailedDocument, failedDocument } from './failed-document.js';

/** The effects of indexing. */
export interface IndexPorts {
  /** The bytes of an object as they come; `undefined` where it is gone. */
  open(key: string): Promise<Readable | undefined>;
  /**
   * Puts documents into their indices, each over the one with its id.
   *
   * @returns how many an index refused for what is in them
   * @throws DependencyError unless it took or refused each
   */
  put(documents: readonly FailedDocument[]): Promise<{ readonly refused: number }>;
}

/** What became of an object's lines. */
export interface Indexed {
  readonly indexed: number;
  readonly refused: number;
  /** 1 where the object is no whole gzip, so that its last lines are in no index. */
  readonly broken: number;
}

/** Documents a request, and their bytes: "OpenSearch Service quotas", small instances take 10 MiB. */
const [maxDocuments, maxBytes] = [2_000, 4 * 1024 * 1024];

/**
 * Indexes the failed events of an object. It may be called any number of times for one.
 *
 * @throws DependencyError when S3 or OpenSearch can't do its work
 */
export async function indexObject(key: string, ports: IndexPorts): Promise<Indexed> {
  const compressed = await ports.open(key);
  const counts = { indexed: 0, refused: 0, broken: 0 };
  if (!compressed) return counts;
  const onBroken = () => {
    counts.broken = 1;
  };
  for await (const documents of portions(compressed, key, onBroken)) {
    const { refused } = await ports.put(documents);
    counts.indexed += documents.length - refused;
    counts.refused += refused;
  }
  return counts;
}

async function* portions(compressed: Readable, key: string, onBroken: () => void): AsyncGenerator<FailedDocument[]> {
  let documents: FailedDocument[] = [];
  let bytes = 0;
  let line = 0;
  try {
    for await (const text of readLines(compressed)) {
      line++;
      const document = failedDocument(text, key, line);
      if (!document) continue;
      documents.push(document);
      bytes += Buffer.byteLength(JSON.stringify(document));
      if (documents.length < maxDocuments && bytes < maxBytes) continue;
      yield documents;
      documents = [];
      bytes = 0;
    }
  } catch (error) {
    // What is whole of it is indexed; no retry mends the rest.
    if (!(error instanceof BrokenObject)) throw error;
    onBroken();
  }
  if (documents.length > 0) yield documents;
}
