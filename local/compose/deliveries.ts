import { join } from 'node:path';
import type { Gate } from '../gate.js';
import type { LocalStream } from '../stores/kinesis/local-stream.js';
import type { ObjectStore } from '../stores/s3/object-store.js';
import { checkProperties } from '../template/known-properties.js';
import type { Properties, Template } from '../template/template.js';
import { DeliveryStream } from '../wiring/delivery-stream.js';

export interface DeliveryContext {
  readonly gate: Gate;
  readonly streams: ReadonlyMap<string, LocalStream>;
  readonly objects: ObjectStore;
  readonly folder: string;
  readonly onError: (line: string) => void;
}

const mebibyte = 1024 * 1024;

/** The template's Firehoses. @throws Error when a role lacks a permission that its Firehose needs */
export function makeDeliveries(template: Template, context: DeliveryContext): DeliveryStream[] {
  const { gate, streams, objects, folder, onError } = context;
  return template.ofType('AWS::KinesisFirehose::DeliveryStream').map((resource) => {
    const name = template.nameOf(resource.id);
    const s3: Properties = resource.properties.ExtendedS3DestinationConfiguration;
    checkProperties({ id: name, type: 'ExtendedS3DestinationConfiguration', properties: s3 });
    const source: Properties | undefined = resource.properties.KinesisStreamSourceConfiguration;
    const bucket = String(s3.BucketARN).split(':::').at(-1) ?? '';
    if (source) {
      gate.require(
        source.RoleARN,
        ['kinesis:GetShardIterator', 'kinesis:GetRecords'].map((action) => ({
          action,
          resource: source.KinesisStreamARN,
        })),
      );
    }
    gate.require(s3.RoleARN, [{ action: 's3:PutObject', resource: `${s3.BucketARN}/${s3.Prefix}` }]);
    return new DeliveryStream(
      {
        name,
        bucket,
        prefix: s3.Prefix,
        fileExtension: s3.FileExtension ?? '',
        timeZone: s3.CustomTimeZone ?? 'UTC',
        bufferBytes: s3.BufferingHints.SizeInMBs * mebibyte,
        bufferMs: s3.BufferingHints.IntervalInSeconds * 1_000,
        gzip: isGzip(s3, name),
        newline: processors(s3, name).includes('AppendDelimiterToRecord'),
        deaggregate: source !== undefined,
      },
      template.arnOf(resource.id),
      source ? streams.get(source.KinesisStreamARN) : undefined,
      async (into, key, body) => {
        gate.check(s3.RoleARN, [{ action: 's3:PutObject', resource: `${s3.BucketARN}/${key}` }]);
        await objects.put(into, key, body);
      },
      onError,
      join(folder, name),
    );
  });
}

function isGzip({ CompressionFormat = 'UNCOMPRESSED' }: Properties, name: string): boolean {
  if (CompressionFormat === 'GZIP') return true;
  if (CompressionFormat === 'UNCOMPRESSED') return false;
  throw new Error(`${name}: the local runner compresses as GZIP or UNCOMPRESSED, found ${CompressionFormat}.`);
}

function processors({ ProcessingConfiguration }: Properties, name: string): string[] {
  const types = ((ProcessingConfiguration?.Processors ?? []) as Properties[]).map(({ Type }) => String(Type));
  const unknown = types.filter((type) => type !== 'AppendDelimiterToRecord');
  if (unknown.length === 0) return types;
  throw new Error(
    `${name}: the local runner knows the processor AppendDelimiterToRecord, found ${unknown.join(', ')}.`,
  );
}
