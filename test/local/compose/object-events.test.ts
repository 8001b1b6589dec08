import { join } from 'node:path';
import { makeObjectEvents } from '../../../local/compose/object-events.js';
import { EventBus, type EventRule } from '../../../local/services/eventbridge/event-bus.js';
import { ObjectStore } from '../../../local/services/s3/object-store.js';
import { Template } from '../../../local/template/template.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { aBarrier } from '../../support/until.js';

const folder = useTempFolder();
const on = { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } };

/** Two buckets, of which one tells of its objects, and a rule that hears everything. */
function aStack(heard: unknown[], deliver: EventRule['deliver'] = async (event) => void heard.push(event)) {
  const Type = 'AWS::S3::Bucket';
  const template = new Template(
    folder(),
    {},
    { Resources: { Lake: { Type, Properties: on }, Other: { Type, Properties: {} } } },
  );
  const bus = new EventBus([{ name: 'all', matches: () => true, deliver }], () => undefined);
  const events = makeObjectEvents(template, () => bus);
  return { events, objects: new ObjectStore(join(folder(), 's3'), ['lake', 'other'], events.created) };
}

describe('a bucket that sends events', () => {
  it('tells of an object once it is there', async () => {
    const heard: unknown[] = [];
    const { events, objects } = aStack(heard);

    await objects.put('lake', 'failed/a b.gz', Buffer.from('text'));
    await objects.put('other', 'b', Buffer.from('text'));
    await events.settled();

    expect(heard).toEqual([
      expect.objectContaining({
        source: 'aws.s3',
        'detail-type': 'Object Created',
        resources: ['arn:aws:s3:::lake'],
        detail: expect.objectContaining({
          bucket: { name: 'lake' },
          object: { key: 'failed/a b.gz', size: 4, etag: expect.any(String) },
        }),
      }),
    ]);
  });

  it('does not have who writes wait for who listens', async () => {
    const barrier = aBarrier();
    const { events, objects } = aStack([], () => barrier.passed);

    await objects.put('lake', 'a', Buffer.from('text'));
    let isSettled = false;
    const settled = events.settled().then(() => {
      isSettled = true;
    });
    const before = isSettled;
    barrier.open();
    await settled;

    expect([before, isSettled]).toEqual([false, true]);
  });
});
