import { join } from 'node:path';
import { readConfig } from '../../../lib/config/config.js';
import { Gate } from '../../../local/calls/gate.js';
import { makeDeliveries } from '../../../local/compose/deliveries.js';
import { gateRules } from '../../../local/compose/gate-rules.js';
import { makeStreams } from '../../../local/compose/streams.js';
import type { SearchEngine } from '../../../local/services/opensearch/search-engine.js';
import { ObjectStore } from '../../../local/services/s3/object-store.js';
import { Template } from '../../../local/template/template.js';
import { synthesize } from '../../lib/synthesize.js';
import { useClosing } from '../../support/closing.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const closing = useClosing();
const engine: SearchEngine = { url: 'http://127.0.0.1:9200', verifyTls: true, bulk: async () => [] };
const body = synthesize(readConfig('local', { localSearch: true })).toJSON();

/** The Firehoses of the stack with search, as the runner makes them. */
function compose(search: SearchEngine | undefined, resources = body.Resources) {
  const template = new Template(folder(), {}, { ...body, Resources: resources });
  const streams = makeStreams(template, join(folder(), 'kinesis'));
  closing(() => [...streams.values()].map((stream) => stream.close()));
  const deliveries = makeDeliveries(template, {
    gate: new Gate(gateRules(template, new Map()), () => undefined),
    streams,
    objects: new ObjectStore(join(folder(), 's3'), []),
    folder: join(folder(), 'firehose'),
    search,
    onIndexed: () => undefined,
    onError: () => undefined,
  });
  for (const delivery of deliveries) closing(() => delivery.stop());
  return deliveries.map(({ name, settings }) => [name, settings.bufferMs] as const);
}

describe('the Firehoses of a stack with search', () => {
  it('are those to S3 and the one to OpenSearch, where this machine has one', () => {
    const made = compose(engine);

    expect(made.map(([name]) => name)).toContain('search-telemetry-delivery');
    expect(made).toHaveLength(4);
    expect(Object.fromEntries(made)['search-telemetry-delivery']).toBe(2_000);
  });

  it('are those to S3 alone where it has none', () => {
    const made = compose(undefined);

    expect(made).toHaveLength(3);
    expect(made.map(([name]) => name)).not.toContain('search-telemetry-delivery');
  });

  it('do not start without the right to index', () => {
    const resources = structuredClone(body.Resources);
    for (const { Type, Properties } of Object.values<{ Type: string; Properties: { PolicyDocument: never } }>(
      resources,
    )) {
      if (Type === 'AWS::IAM::Policy') takeAway(Properties.PolicyDocument, 'es:ESHttpPost');
    }

    expect(() => compose(engine, resources)).toThrow('may not es:ESHttpPost on');
  });

  it('are refused in a way that the runner does not have', () => {
    const resources = structuredClone(body.Resources);
    const [, delivery] = Object.entries<{ Properties: Record<string, Record<string, unknown>> }>(resources).find(
      ([id]) => /^SearchTelemetryDelivery/.test(id),
    ) ?? ['', { Properties: {} }];
    Object.assign(delivery.Properties.AmazonopensearchserviceDestinationConfiguration ?? {}, {
      S3BackupMode: 'AllDocuments',
    });

    expect(() => compose(engine, resources)).toThrow('knows S3BackupMode "FailedDocumentsOnly", found "AllDocuments"');
  });
});

function takeAway({ Statement }: { Statement: { Action: string | string[] }[] }, action: string): void {
  for (const statement of Statement) statement.Action = [statement.Action].flat().filter((one) => one !== action);
}
