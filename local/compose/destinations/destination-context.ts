import type { Gate } from '../../calls/gate.js';
import type { BufferSettings } from '../../services/firehose/delivery-buffer.js';
import type { Destination, PutObject } from '../../services/firehose/destination.js';
import type { Delivered } from '../../services/firehose/destinations/opensearch.js';
import type { SearchEngine } from '../../services/opensearch/search-engine.js';
import type { Properties } from '../../template/types.js';

/** What a destination is made with. */
export interface DestinationContext {
  /** Of the delivery stream. */
  readonly name: string;
  readonly gate: Gate;
  /** Writes an object as a role, if it may. */
  readonly putAs: (role: string, bucketArn: string) => PutObject;
  /** The OpenSearch that this machine has, where it was named. */
  readonly search: SearchEngine | undefined;
  readonly onLine: (line: string) => void;
  /** Told of what a search engine took. */
  readonly onIndexed: (delivered: Delivered) => void;
}

/** A destination with its buffering hints; `undefined` where nothing is to be delivered on this machine. */
export type MadeDestination = (Omit<BufferSettings, 'name' | 'deaggregate'> & { readonly to: Destination }) | undefined;

/** Makes a destination of its configuration in the template. */
export type MakeDestination = (configuration: Properties, context: DestinationContext) => MadeDestination;

const mebibyte = 1024 * 1024;

export function bufferingOf({ BufferingHints }: Properties): { bufferBytes: number; bufferMs: number } {
  return { bufferBytes: BufferingHints.SizeInMBs * mebibyte, bufferMs: BufferingHints.IntervalInSeconds * 1_000 };
}

export const bucketOf = ({ BucketARN }: Properties): string => String(BucketARN).split(':::').at(-1) ?? '';

/** @throws Error for a compression that the local runner doesn't know */
export function isGzip({ CompressionFormat = 'UNCOMPRESSED' }: Properties, name: string): boolean {
  if (CompressionFormat === 'GZIP') return true;
  if (CompressionFormat === 'UNCOMPRESSED') return false;
  throw new Error(`${name}: the local runner compresses as GZIP or UNCOMPRESSED, found ${CompressionFormat}.`);
}
