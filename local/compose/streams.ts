import { join } from 'node:path';
import type { TableDefinition } from '../services/dynamodb/table-definition.js';
import { LocalStream } from '../services/kinesis/local-stream.js';
import type { Template } from '../template/template.js';

/** Shards that an on-demand stream starts with. "On-demand starts at 4 MB/s", which four shards take. */
const onDemandShards = 4;

/** The template's streams, by ARN, opened. */
export function makeStreams(template: Template, folder: string): Map<string, LocalStream> {
  return new Map(
    template.ofType('AWS::Kinesis::Stream').map(({ id, properties }) => {
      const [name, arn] = [template.nameOf(id), template.arnOf(id)];
      const stream = new LocalStream(name, arn, join(folder, name), properties.ShardCount ?? onDemandShards);
      stream.expire((properties.RetentionPeriodHours ?? 24) * 3_600_000, Date.now());
      return [arn, stream];
    }),
  );
}

/** The template's tables. */
export function tableDefinitions(template: Template): TableDefinition[] {
  return template.ofType('AWS::DynamoDB::GlobalTable').map(({ id, properties }) => {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, TimeToLiveSpecification } = properties;
    return {
      name: template.nameOf(id),
      arn: template.arnOf(id),
      schema: { KeySchema, AttributeDefinitions, ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes } : {}) },
      ttlAttribute: TimeToLiveSpecification?.Enabled ? TimeToLiveSpecification.AttributeName : undefined,
    };
  });
}
