import { deployedStages, synthesize, theOne } from '../../synthesize.js';

const tables = [
  ['stored events', 'ExhaustQueryTelemetry', 'telemetry/'],
  ['failed events', 'FailedTable', 'failed/'],
] as const;

describe.each(deployedStages.flatMap((stage) => tables.map((table) => [...table, stage] as const)))(
  'the table of %s',
  (_, id, prefix, stage) => {
    const template = synthesize(stage);
    const { Properties, DeletionPolicy } = theOne(template, 'AWS::Glue::Table', id);
    const { StorageDescriptor, PartitionKeys, Parameters } = Properties.TableInput;

    it(`is one column on ${stage}, a line as it is`, () => {
      expect(StorageDescriptor.Columns).toEqual([expect.objectContaining({ Name: 'line', Type: 'string' })]);
      // Without parameters fields end at Ctrl-A, which JSON text doesn't have.
      expect(StorageDescriptor.SerdeInfo).toEqual({
        SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
      });
      expect(StorageDescriptor.InputFormat).toBe('org.apache.hadoop.mapred.TextInputFormat');
    });

    it(`reads the folders that Firehose writes on ${stage}, by their names alone`, () => {
      const { id: bucket } = theOne(template, 'AWS::S3::Bucket', 'LakeBucket');

      expect(StorageDescriptor.Location).toEqual({ 'Fn::Join': ['', ['s3://', { Ref: bucket }, `/${prefix}`]] });
      expect(PartitionKeys.map((key: { Name: string; Type: string }) => [key.Name, key.Type])).toEqual([
        ['dt', 'string'],
        ['hour', 'string'],
      ]);
      expect(Parameters).toMatchObject({
        'projection.enabled': 'true',
        'projection.dt.type': 'date',
        'projection.dt.range': '2026-01-01,NOW+1DAYS',
        'projection.dt.format': 'yyyy-MM-dd',
        'projection.hour.type': 'integer',
        'projection.hour.digits': '2',
      });
    });

    it(`goes with the stack of ${stage}, since it holds no data`, () => {
      expect(DeletionPolicy).not.toBe('Retain');
    });
  },
);

it('of stored events has the name that queries have for it', () => {
  const { Properties } = theOne(synthesize('dev'), 'AWS::Glue::Table', 'ExhaustQueryTelemetry');

  expect(Properties.TableInput.Name).toBe('telemetry');
});
