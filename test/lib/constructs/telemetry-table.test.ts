import { deployedStages, synthesize, theOne } from '../synthesize.js';

describe.each(deployedStages)('the table of stored events of %s', (stage) => {
  const template = synthesize(stage);
  const { Properties, DeletionPolicy } = theOne(template, 'AWS::Glue::Table', 'ExhaustQueryTelemetry');
  const { Name, StorageDescriptor, PartitionKeys, Parameters } = Properties.TableInput;

  it('is one column, a line as it is, by the name that queries have for it', () => {
    expect(Name).toBe('telemetry');
    expect(StorageDescriptor.Columns).toEqual([expect.objectContaining({ Name: 'line', Type: 'string' })]);
    // Without parameters fields end at Ctrl-A, which JSON text doesn't have.
    expect(StorageDescriptor.SerdeInfo).toEqual({
      SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
    });
    expect(StorageDescriptor.InputFormat).toBe('org.apache.hadoop.mapred.TextInputFormat');
  });

  it('reads the folders that Firehose writes, by their names alone', () => {
    const { id } = theOne(template, 'AWS::S3::Bucket', 'LakeBucket');

    expect(StorageDescriptor.Location).toEqual({ 'Fn::Join': ['', ['s3://', { Ref: id }, '/telemetry/']] });
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

  it('goes with the stack, since it holds no data', () => {
    expect(DeletionPolicy).not.toBe('Retain');
  });
});
