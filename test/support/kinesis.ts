import { type KinesisClient, PutRecordsCommand, type PutRecordsCommandOutput } from '@aws-sdk/client-kinesis';
import type { Gate } from '../../local/calls/gate.js';
import type { Around } from '../../local/calls/json-service.js';
import type { LocalStream } from '../../local/services/kinesis/local-stream.js';
import { kinesisService, type Refuse } from '../../local/services/kinesis/service.js';
import { useClosing } from './closing.js';
import { kinesisAt, serve } from './services.js';
import { aStream } from './streams.js';
import { useTempFolder } from './temp-folder.js';

export interface KinesisOptions {
  readonly shards?: number;
  readonly refuse?: Refuse;
  readonly gate?: Gate;
  readonly around?: Around;
  /** Access key of the client. */
  readonly key?: string;
}

/** Makes a stream `events` behind the wire protocol, with the SDK's client for it; all of it goes after the test. */
export function useKinesis() {
  const folder = useTempFolder();
  const closing = useClosing();
  return async ({
    shards = 1,
    refuse,
    gate,
    around,
    key,
  }: KinesisOptions = {}): Promise<{
    client: KinesisClient;
    endpoint: string;
    stream: LocalStream;
  }> => {
    const stream = aStream(folder(), shards);
    closing(() => stream.close());
    const served = await serve(kinesisService([stream], refuse), gate, around);
    closing(served.close);
    const client = kinesisAt(served.endpoint, key);
    closing(() => client.destroy());
    return { client, endpoint: served.endpoint, stream };
  };
}

export interface Entry {
  readonly key: string;
  readonly data: Uint8Array;
}

export const anEntry = (text: string, key = 'k'): Entry => ({ key, data: Buffer.from(text) });

export function put(client: KinesisClient, entries: readonly Entry[]): Promise<PutRecordsCommandOutput> {
  const Records = entries.map(({ key, data }) => ({ PartitionKey: key, Data: data }));
  return client.send(new PutRecordsCommand({ StreamName: 'events', Records }));
}
