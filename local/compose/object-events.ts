import type { EventBus } from '../services/eventbridge/event-bus.js';
import type { CreatedObject } from '../services/s3/object-store.js';
import type { Template } from '../template/template.js';

/** What tells the bus of objects. */
export interface ObjectEvents {
  /** Told of each object that is written. */
  created(object: CreatedObject): void;
  /** Resolves when all that was told has come to its targets. */
  settled(): Promise<void>;
}

/** "Using EventBridge with S3": events of the buckets that are set to send them. */
export function makeObjectEvents(template: Template, bus: () => EventBus): ObjectEvents {
  const telling = new Set(
    template
      .ofType('AWS::S3::Bucket')
      .filter(({ properties }) => isOn(properties.NotificationConfiguration))
      .map(({ id }) => template.nameOf(id)),
  );
  const underWay = new Set<Promise<unknown>>();
  return {
    created(object) {
      if (!telling.has(object.bucket)) return;
      const put = bus().put([entryOf(object)]);
      underWay.add(put);
      void put.finally(() => underWay.delete(put));
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function isOn(configuration?: { EventBridgeConfiguration?: { EventBridgeEnabled?: unknown } }): boolean {
  return String(configuration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false) === 'true';
}

/** "EventBridge event message structure", what a rule may look at. */
function entryOf({ bucket, key, size, etag }: CreatedObject) {
  return {
    Source: 'aws.s3',
    DetailType: 'Object Created',
    Resources: [`arn:aws:s3:::${bucket}`],
    Detail: JSON.stringify({
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag },
      reason: 'PutObject',
    }),
  };
}
