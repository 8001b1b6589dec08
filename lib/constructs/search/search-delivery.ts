import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SearchConfig, SunstreamConfig } from '../../config/types.js';
import { StageLogs } from '../base/stage-logs.js';
import { DeliveryRole } from '../pipeline/delivery-role.js';
import type { EventStream } from '../pipeline/event-stream.js';
import type { SearchDomain } from './search-domain.js';

export interface SearchDeliveryProps {
  readonly config: SunstreamConfig;
  readonly search: SearchConfig;
  readonly from: EventStream;
  readonly domain: SearchDomain;
  /** Where documents go that were not indexed. */
  readonly bucket: Bucket;
}

/** Name of the index; Firehose appends the UTC day of arrival. */
export const telemetryIndex = 'telemetry';

/** Folder of the lake for documents that were not indexed. */
export const undeliveredPrefix = 'undelivered/search/';

/** What Firehose looks at before it writes: "Grant Firehose access to a public OpenSearch Service destination". */
const readPaths = [
  '_all/_settings',
  '_cluster/stats',
  `${telemetryIndex}*/_mapping`,
  `${telemetryIndex}*/_mapping/*`,
  '_nodes',
  '_nodes/stats',
  '_nodes/*/stats',
  '_stats',
  `${telemetryIndex}*/_stats`,
  '',
];

/** (enriched) → Firehose → `telemetry-YYYY-MM-DD`. Firehose takes the KPL aggregates apart, and names the documents. */
export class SearchDelivery extends Construct {
  readonly stream: CfnDeliveryStream;

  constructor(scope: Construct, id: string, { config, search, from, domain, bucket }: SearchDeliveryProps) {
    super(scope, id);
    const logs = new StageLogs(this, 'Logs', { config });
    const role = new DeliveryRole(this, 'Role', { bucket, prefixes: [undeliveredPrefix], logs });
    from.stream.grantRead(role);
    letIndex(role, domain);
    const logging = (name: string) => ({
      enabled: true,
      logGroupName: logs.logGroupName,
      logStreamName: logs.addStream(name).logStreamName,
    });
    const bufferingHints = { sizeInMBs: search.bufferMiB, intervalInSeconds: search.bufferSeconds };
    this.stream = new CfnDeliveryStream(this, 'Delivery', {
      deliveryStreamType: 'KinesisStreamAsSource',
      kinesisStreamSourceConfiguration: { kinesisStreamArn: from.stream.streamArn, roleArn: role.roleArn },
      amazonopensearchserviceDestinationConfiguration: {
        domainArn: domain.domain.domainArn,
        indexName: telemetryIndex,
        indexRotationPeriod: 'OneDay',
        // An id of Firehose's own, the same over its retries; that of the event can't be said.
        documentIdOptions: { defaultDocumentIdFormat: 'FIREHOSE_DEFAULT' },
        roleArn: role.roleArn,
        bufferingHints,
        retryOptions: { durationInSeconds: search.retrySeconds },
        s3BackupMode: 'FailedDocumentsOnly',
        s3Configuration: {
          bucketArn: bucket.bucketArn,
          roleArn: role.roleArn,
          prefix: undeliveredPrefix,
          errorOutputPrefix: `${undeliveredPrefix}!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`,
          compressionFormat: 'GZIP',
          cloudWatchLoggingOptions: logging('BackupDelivery'),
        },
        cloudWatchLoggingOptions: logging('DestinationDelivery'),
      },
    });
    // "Firehose is unable to assume role": the policy must stand first.
    this.stream.node.addDependency(role);
    Validations.of(this.stream).acknowledge({
      id: 'AwsSolutions-KDF1',
      reason:
        'A Firehose that reads a Kinesis stream has the encryption of that stream, and takes no setting of its own.',
    });
  }
}

/** As that page has it, with the patterns that it has. */
function letIndex(role: DeliveryRole, search: SearchDomain): void {
  const { domainArn } = search.domain;
  role.addToPolicy(
    new PolicyStatement({
      actions: ['es:DescribeDomain', 'es:DescribeDomains', 'es:DescribeDomainConfig'],
      resources: [domainArn],
    }),
  );
  role.addToPolicy(
    new PolicyStatement({ actions: ['es:ESHttpPost', 'es:ESHttpPut'], resources: [domainArn, `${domainArn}/*`] }),
  );
  role.addToPolicy(
    new PolicyStatement({ actions: ['es:ESHttpGet'], resources: readPaths.map((path) => `${domainArn}/${path}`) }),
  );
  search.letRoleIn(role, { actions: ['es:ESHttpPost', 'es:ESHttpPut'], paths: ['*'] });
  search.letRoleIn(role, { actions: ['es:ESHttpGet'], paths: readPaths });
  for (const pattern of ['*', ...readPaths.filter((path) => path.includes('*'))]) {
    Validations.of(role).acknowledge({
      id: search.wildcardFinding(pattern),
      reason: 'Firehose asks for these patterns; the names of its daily indices are not known before their days.',
    });
  }
}
