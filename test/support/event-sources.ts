import { join } from 'node:path';
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { LocalStream } from '../../local/services/kinesis/local-stream.js';
import {
  type EventSourceSettings,
  type KeepUndelivered,
  ShardPoller,
} from '../../local/services/lambda/event-source.js';
import type { Outcome } from '../../local/services/lambda/messages.js';
import { useClosing } from './closing.js';
import { fakeFunction } from './functions.js';
import { aStream } from './streams.js';

export interface EventSourceOptions extends Partial<EventSourceSettings> {
  readonly keepUndelivered?: KeepUndelivered;
  readonly comesAgain?: () => boolean;
  /** Of an earlier source, to go on where it ended. */
  readonly stream?: LocalStream;
}

export type Batch = readonly { readonly text: string; readonly sequenceNumber: string }[];

export const done: Outcome = { result: { batchItemFailures: [] } };

/** A partial response that reports records by their text, or by what isn't one. */
export function reporting(batch: Batch, ...texts: readonly string[]): Outcome {
  const numberOf = (text: string) => batch.find((record) => record.text === text)?.sequenceNumber ?? text;
  return { result: { batchItemFailures: texts.map((text) => ({ itemIdentifier: numberOf(text) })) } };
}

export const textOf = ({ kinesis }: Pick<KinesisStreamRecord, 'kinesis'>) =>
  Buffer.from(kinesis.data, 'base64').toString();

/** Polls a shard for a function that answers as told; all of it ends with the test. */
export function useEventSources(folder: () => string) {
  const closing = useClosing();
  return (answer: (batch: Batch, call: number) => Outcome | Promise<Outcome>, options: EventSourceOptions = {}) => {
    const { stream = aStream(join(folder(), 'stream')), keepUndelivered, comesAgain, ...overrides } = options;
    if (!options.stream) closing(() => stream.close());
    const undelivered = new Map<string, string>();
    const lines: string[] = [];
    let calls = 0;
    const target = fakeFunction<KinesisStreamEvent>(({ Records }) =>
      answer(
        Records.map((record) => ({ text: textOf(record), sequenceNumber: record.kinesis.sequenceNumber })),
        ++calls,
      ),
    );
    const settings = {
      id: 'dedup-source',
      batchSize: 100,
      windowMs: 0,
      bisect: true,
      retryAttempts: 0,
      maxRecordAgeMs: 3_600_000,
      partialResponse: true,
      ...overrides,
    };
    const ports = {
      keepUndelivered: keepUndelivered ?? (async (key: string, body: string) => void undelivered.set(key, body)),
      onError: (line: string) => void lines.push(line),
      comesAgain,
    };
    const shard = stream.shards[0] as LocalStream['shards'][0];
    const poller = new ShardPoller(stream, shard, target, settings, ports, join(folder(), 'state.json'));
    closing(() => poller.stop());
    return {
      poller,
      stream,
      lines,
      undelivered,
      events: target.events,
      /** Texts of each invocation. */
      batches: () => target.events.map(({ Records }) => Records.map(textOf)),
      /** Texts of each object for the undelivered. */
      undeliveredTexts: () => [...undelivered.values()].map(payloadTexts),
    };
  };
}

function payloadTexts(body: string): string[] {
  const { payload } = JSON.parse(body) as { payload: string };
  return (JSON.parse(payload) as KinesisStreamEvent).Records.map(textOf);
}
