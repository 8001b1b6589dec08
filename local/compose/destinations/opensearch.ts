import { indexNamer } from '../../services/firehose/destinations/index-name.js';
import { OpenSearchDestination, type OpenSearchPorts } from '../../services/firehose/destinations/opensearch.js';
import { checkProperties } from '../../template/known-properties.js';
import type { Properties } from '../../template/types.js';
import { bucketOf, bufferingOf, type DestinationContext, isGzip, type MakeDestination } from './destination-context.js';

/** `AmazonopensearchserviceDestinationConfiguration`: to the OpenSearch of this machine, where there is one. */
export const makeOpenSearchDestination: MakeDestination = (configuration, context) => {
  const { name, gate, putAs, search } = context;
  const s3: Properties = configuration.S3Configuration;
  checkProperties({ id: name, type: 'S3Configuration', properties: s3 });
  checkModes(configuration, name);
  if (!search) return undefined;
  gate.require(configuration.RoleARN, [
    { action: 'es:ESHttpPost', resource: `${configuration.DomainARN}/_bulk` },
    { action: 'es:ESHttpPut', resource: `${configuration.DomainARN}/${configuration.IndexName}` },
    ...['es:DescribeDomain', 'es:DescribeDomains', 'es:DescribeDomainConfig'].map((action) => ({
      action,
      resource: configuration.DomainARN,
    })),
  ]);
  gate.require(s3.RoleARN, [{ action: 's3:PutObject', resource: `${s3.BucketARN}/${s3.ErrorOutputPrefix}` }]);
  const settings = {
    name,
    indexOf: indexNamer(configuration.IndexName, configuration.IndexRotationPeriod ?? 'OneDay', name),
    // "RetryOptions: DurationInSeconds, default 300".
    retryMs: (configuration.RetryOptions?.DurationInSeconds ?? 300) * 1_000,
    backup: { bucket: bucketOf(s3), errorPrefix: s3.ErrorOutputPrefix, gzip: isGzip(s3, name) },
  };
  const ports = { send: search.bulk, put: putAs(s3.RoleARN, s3.BucketARN), now: Date.now, ...tellers(context) };
  return { ...bufferingOf(configuration), to: new OpenSearchDestination(settings, ports) };
};

/** What is built here is the way that the stack uses. */
function checkModes({ S3BackupMode, DocumentIdOptions, TypeName }: Properties, name: string): void {
  const expected: [string, unknown, unknown][] = [
    ['S3BackupMode', S3BackupMode, 'FailedDocumentsOnly'],
    ['DocumentIdOptions', DocumentIdOptions?.DefaultDocumentIdFormat, 'FIREHOSE_DEFAULT'],
    ['TypeName', TypeName ?? '', ''],
  ];
  for (const [key, found, known] of expected) {
    if (found !== known) throw new Error(`${name}: the local runner knows ${key} "${known}", found "${found}".`);
  }
}

function tellers({ name, onLine, onIndexed }: DestinationContext): Pick<OpenSearchPorts, 'onDelivered'> {
  return {
    onDelivered(delivered, key, firstReason) {
      onIndexed(delivered);
      if (delivered.failed === 0) return;
      onLine(`${name}: ${delivered.failed} documents were not indexed and are in ${key}, the first for ${firstReason}`);
    },
  };
}
