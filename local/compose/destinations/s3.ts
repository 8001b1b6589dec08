import { S3Destination } from '../../services/firehose/destinations/s3.js';
import type { Properties } from '../../template/types.js';
import { bucketOf, bufferingOf, isGzip, type MakeDestination } from './destination-context.js';

/** `ExtendedS3DestinationConfiguration`. */
export const makeS3Destination: MakeDestination = (s3, { name, gate, putAs }) => {
  gate.require(s3.RoleARN, [{ action: 's3:PutObject', resource: `${s3.BucketARN}/${s3.Prefix}` }]);
  const settings = {
    name,
    bucket: bucketOf(s3),
    prefix: s3.Prefix,
    fileExtension: s3.FileExtension ?? '',
    timeZone: s3.CustomTimeZone ?? 'UTC',
    gzip: isGzip(s3, name),
    newline: processors(s3, name).includes('AppendDelimiterToRecord'),
  };
  return { ...bufferingOf(s3), to: new S3Destination(settings, putAs(s3.RoleARN, s3.BucketARN)) };
};

function processors({ ProcessingConfiguration }: Properties, name: string): string[] {
  const types = ((ProcessingConfiguration?.Processors ?? []) as Properties[]).map(({ Type }) => String(Type));
  const unknown = types.filter((type) => type !== 'AppendDelimiterToRecord');
  if (unknown.length === 0) return types;
  throw new Error(
    `${name}: the local runner knows the processor AppendDelimiterToRecord, found ${unknown.join(', ')}.`,
  );
}
