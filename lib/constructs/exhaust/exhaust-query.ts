import { Aws, type Duration, Names, Stack, Validations } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CustomState } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import { LineTable } from '../pipeline/line-table.js';

export interface ExhaustQueryProps {
  readonly config: SunstreamConfig;
  readonly bucket: Bucket;
}

/** Under the lake, with a lifecycle of its own: a result is read once, by the writer. */
export const resultsPrefix = 'query-results/';
const eventsPrefix = 'telemetry/';
const gibibyte = 1024 ** 3;

/** How exhausts are queried: the telemetry table, and a workgroup that says how much may be read and where results go. */
export class ExhaustQuery extends Construct {
  readonly workGroup: CfnWorkGroup;
  readonly telemetry: LineTable;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { config, bucket }: ExhaustQueryProps) {
    super(scope, id);
    this.bucket = bucket;
    this.telemetry = new LineTable(this, 'Telemetry', {
      bucket,
      prefix: eventsPrefix,
      // As the queries of datasets name it.
      tableName: 'telemetry',
      description: 'Stored events, one a line',
      line: 'the event, as JSON text',
    });
    this.workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      // CloudFormation makes no name for it.
      name: Names.uniqueResourceName(this, { maxLength: 100, separator: '-' }),
      description: 'Queries of exhausts',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        bytesScannedCutoffPerQuery: config.exhaust.maxScanGiB * gibibyte,
        publishCloudWatchMetricsEnabled: true,
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${resultsPrefix}`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }

  /**
   * A state that runs the query of its input, `{run, query}`, and puts out `{run, result}`: where the answer lies.
   * By hand, since the library's own takes a fixed list of parameters.
   */
  ask(scope: Construct, id: string, timeout: Duration): CustomState {
    return new CustomState(scope, id, {
      stateJson: {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::athena:startQueryExecution.sync`,
        TimeoutSeconds: timeout.toSeconds(),
        Arguments: {
          QueryString: '{% $states.input.query.queryString %}',
          ExecutionParameters: '{% $states.input.query.executionParameters %}',
          QueryExecutionContext: { Database: this.telemetry.database.databaseName },
          WorkGroup: this.workGroup.ref,
        },
        Output: {
          run: '{% $states.input.run %}',
          result: '{% $states.result.QueryExecution.ResultConfiguration.OutputLocation %}',
        },
      },
    });
  }

  /** Lets a role start, watch and stop queries; Athena reads the table and writes the result in its name. */
  grantRun(role: Role): void {
    const { database, table } = this.telemetry;
    const workGroup = Stack.of(this).formatArn({
      service: 'athena',
      resource: 'workgroup',
      resourceName: this.workGroup.ref,
    });
    const dataCatalog = Stack.of(this).formatArn({
      service: 'athena',
      resource: 'datacatalog',
      resourceName: 'AwsDataCatalog',
    });
    const statements: readonly (readonly [actions: string[], resources: string[]])[] = [
      [['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:StopQueryExecution'], [workGroup]],
      [['athena:GetDataCatalog'], [dataCatalog]],
      [
        ['glue:GetDatabase', 'glue:GetTable'],
        [database.catalog.catalogArn, database.databaseArn, table.tableArn],
      ],
      [['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [this.bucket.bucketArn]],
      [['s3:GetObject'], [this.bucket.arnForObjects(`${eventsPrefix}*`)]],
      [
        ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        [this.bucket.arnForObjects(`${resultsPrefix}*`)],
      ],
    ];
    for (const [actions, resources] of statements) role.addToPolicy(new PolicyStatement({ actions, resources }));
    for (const prefix of [eventsPrefix, resultsPrefix]) {
      Validations.of(role).acknowledge({
        id: wildcardFinding(this.bucket, `${prefix}*`),
        reason:
          'Firehose names the events’ files and Athena the results’; the prefix is the narrowest that can be said.',
      });
    }
  }
}
