import { failedLines } from '../../../lambdas/shared/failed-lines.js';
import type { BatchHeader } from '../../../lambdas/shared/frame.js';
import { aFailedEvent } from '../../factories/failed-events.js';
import { deployedStages, synthesize, theOne } from '../synthesize.js';

const header: Required<BatchHeader> = {
  msgid: 'm',
  syncts: 1,
  channel: 'c',
  did: 'd',
  pid: 'p',
  ip: 'i',
  userAgent: 'u',
};

describe.each(deployedStages)('the table of failed events of %s', (stage) => {
  const template = synthesize(stage);
  const { Properties, DeletionPolicy } = theOne(template, 'AWS::Glue::Table', 'FailedTable');
  const { StorageDescriptor, PartitionKeys, Parameters } = Properties.TableInput;
  const columns = new Map<string, string>(
    StorageDescriptor.Columns.map(({ Name, Type }: { Name: string; Type: string }) => [Name, Type]),
  );

  it('has a column for each key of a line, whole or in parts', () => {
    const lines = ['{"eid":"LOG"}', 'no JSON', 'x'.repeat(200_000)].flatMap((raw) =>
      failedLines(aFailedEvent({ raw, notes: {} })),
    );

    const keys = new Set(lines.flatMap((line) => Object.keys(JSON.parse(line))));

    expect([...columns.keys()].toSorted()).toEqual([...keys].toSorted());
  });

  it('has a field for each key of the header', () => {
    const fields = [...(columns.get('header') ?? '').matchAll(/([a-z]+):/g)].map(([, name]) => name);

    expect(fields).toEqual(Object.keys(header).map((key) => key.toLowerCase()));
  });

  it('reads gzip NDJSON where the failed book lies, by folders that need no crawler', () => {
    const { id } = theOne(template, 'AWS::S3::Bucket', 'LakeBucket');

    expect(StorageDescriptor.Location).toEqual({ 'Fn::Join': ['', ['s3://', { Ref: id }, '/failed/']] });
    expect(StorageDescriptor.SerdeInfo.SerializationLibrary).toBe('org.openx.data.jsonserde.JsonSerDe');
    expect(PartitionKeys.map(({ Name }: { Name: string }) => Name)).toEqual(['dt', 'hour']);
    expect(Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.hour.digits': '2',
    });
  });

  it('goes with the stack, since it holds no data', () => {
    expect(DeletionPolicy).not.toBe('Retain');
  });
});
