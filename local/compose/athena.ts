import type { LakeTable } from '../services/athena/lake-table.js';
import type { WorkGroup } from '../services/athena/local-athena.js';
import { checkProperties } from '../template/known-properties.js';
import type { Template } from '../template/template.js';
import type { Properties } from '../template/types.js';

/** The template's Glue tables. */
export function lakeTables(template: Template): LakeTable[] {
  return template.ofType('AWS::Glue::Table').map(({ id, properties }) => {
    const { Name, StorageDescriptor, PartitionKeys = [] }: Properties = properties.TableInput;
    const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(StorageDescriptor.Location) ?? [];
    if (!bucket || !prefix) throw new Error(`${id}: expected a Location s3://bucket/prefix/, found another.`);
    return {
      database: properties.DatabaseName,
      name: Name,
      bucket,
      prefix,
      columns: (StorageDescriptor.Columns as Properties[]).map((column) => ({ name: column.Name, type: column.Type })),
      partitionKeys: (PartitionKeys as Properties[]).map((key) => key.Name),
      serde: StorageDescriptor.SerdeInfo.SerializationLibrary,
      serdeParameters: StorageDescriptor.SerdeInfo.Parameters ?? {},
    };
  });
}

/** The template's workgroups. */
export function workGroups(template: Template): WorkGroup[] {
  return template.ofType('AWS::Athena::WorkGroup').map(({ id, properties }) => {
    const configuration: Properties = properties.WorkGroupConfiguration ?? {};
    checkProperties({ id, type: 'WorkGroupConfiguration', properties: configuration });
    return {
      name: template.nameOf(id),
      arn: template.arnOf(id),
      outputLocation: configuration.ResultConfiguration?.OutputLocation,
      enforced: configuration.EnforceWorkGroupConfiguration ?? true,
    };
  });
}
