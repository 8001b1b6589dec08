import { join } from 'node:path';
import type { Gate } from '../calls/gate.js';
import { DeliveryStream } from '../services/firehose/delivery-stream.js';
import type { LocalStream } from '../services/kinesis/local-stream.js';
import type { ObjectStore } from '../services/s3/object-store.js';
import { checkProperties } from '../template/known-properties.js';
import type { Template } from '../template/template.js';
import type { Properties, Resource } from '../template/types.js';
import type { DestinationContext, MakeDestination } from './destinations/destination-context.js';
import { makeOpenSearchDestination } from './destinations/opensearch.js';
import { makeS3Destination } from './destinations/s3.js';

export interface DeliveryContext extends Pick<DestinationContext, 'search' | 'onIndexed'> {
  readonly gate: Gate;
  readonly streams: ReadonlyMap<string, LocalStream>;
  readonly objects: ObjectStore;
  readonly folder: string;
  readonly onError: (line: string) => void;
}

/** Property of a delivery stream → what makes that destination. */
const destinations: Readonly<Record<string, MakeDestination>> = {
  ExtendedS3DestinationConfiguration: makeS3Destination,
  AmazonopensearchserviceDestinationConfiguration: makeOpenSearchDestination,
};

/** The template's Firehoses, as far as this machine has their destinations. @throws Error when a role lacks a permission */
export function makeDeliveries(template: Template, context: DeliveryContext): DeliveryStream[] {
  const { gate, streams, folder, onError } = context;
  return template.ofType('AWS::KinesisFirehose::DeliveryStream').flatMap((resource) => {
    const name = template.nameOf(resource.id);
    const { type, configuration, make } = destinationOf(resource);
    checkProperties({ id: name, type, properties: configuration });
    const source: Properties | undefined = resource.properties.KinesisStreamSourceConfiguration;
    const made = make(configuration, { ...context, name, putAs: putAs(context), onLine: onError });
    if (!made) return [];
    if (source) {
      gate.require(
        source.RoleARN,
        ['kinesis:GetShardIterator', 'kinesis:GetRecords'].map((action) => ({
          action,
          resource: source.KinesisStreamARN,
        })),
      );
    }
    const { to, ...buffering } = made;
    const from = source ? streams.get(source.KinesisStreamARN) : undefined;
    const settings = { name, ...buffering, deaggregate: source !== undefined };
    return [new DeliveryStream(settings, template.arnOf(resource.id), from, to, onError, join(folder, name))];
  });
}

/** "A delivery stream has one destination". */
function destinationOf({ id, properties }: Resource) {
  for (const [type, make] of Object.entries(destinations)) {
    const configuration: Properties | undefined = properties[type];
    if (configuration) return { type, configuration, make };
  }
  throw new Error(`${id}: expected one of ${Object.keys(destinations).join(', ')}, found none.`);
}

const putAs =
  ({ gate, objects }: DeliveryContext): DestinationContext['putAs'] =>
  (role, bucketArn) =>
  async (into, key, body) => {
    gate.check(role, [{ action: 's3:PutObject', resource: `${bucketArn}/${key}` }]);
    await objects.put(into, key, body);
  };
