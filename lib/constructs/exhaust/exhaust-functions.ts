import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import type { Registry } from '../registry/registry.js';
import type { ExhaustJobs } from './exhaust-jobs.js';
import { type ExhaustQuery, resultsPrefix } from './exhaust-query.js';

/** What runs requests for data, and its functions, work with. */
export interface ExhaustRunsProps {
  readonly config: SunstreamConfig;
  readonly jobs: ExhaustJobs;
  readonly query: ExhaustQuery;
  readonly registry: Registry;
  /** Files go under `exhaust/`. */
  readonly bucket: Bucket;
}

/** The functions of the state machine that runs requests for data. */
export class ExhaustFunctions extends Construct {
  /** Plans, takes jobs, and tells jobs that they failed. */
  readonly control: PipelineFunction;
  /** Makes the files. */
  readonly write: PipelineFunction;

  constructor(scope: Construct, id: string, { config, jobs, registry, bucket }: ExhaustRunsProps) {
    super(scope, id);
    const { exhaust, timeZone } = config;
    const { maxDays, lateDays, uciPdata, csv: dialect, neutraliseFormulas, zipCipher } = exhaust;
    this.control = new PipelineFunction(this, 'Control', {
      config,
      stage: 'exhaust-run',
      description: 'Which requests for data are run, and how each one goes on',
      memory: 512,
      timeout: Duration.minutes(1),
      environment: { EXHAUST: JSON.stringify({ timeZone, maxDays, lateDays, uciPdata }) },
    });
    this.write = new PipelineFunction(this, 'Write', {
      config,
      stage: 'exhaust-write',
      description: 'A query’s result, or the registry, to the file of a request for data',
      // "1,769 MB is one vCPU", which rows, cells and zips keep busy.
      memory: 1_769,
      timeout: Duration.minutes(15),
      environment: {
        LAKE_BUCKET: bucket.bucketName,
        EXHAUST: JSON.stringify({ dialect, neutraliseFormulas, zipCipher }),
      },
    });
    for (const fn of [this.control, this.write]) {
      jobs.grantUse(fn);
      registry.grantRead(fn);
    }
    jobs.grantDecrypt(this.write);
    registry.grantOpen(this.write);

    const files = 'exhaust/*';
    const results = `${resultsPrefix}*`;
    const allow = (pattern: string, ...actions: string[]) => {
      this.write.addToRolePolicy(new PolicyStatement({ actions, resources: [bucket.arnForObjects(pattern)] }));
      Validations.of(this.write.role ?? this).acknowledge({
        id: wildcardFinding(bucket, pattern),
        reason: 'Files are named by their requests and results by Athena; neither is known before.',
      });
    };
    allow(files, 's3:PutObject', 's3:AbortMultipartUpload');
    allow(results, 's3:GetObject');
  }
}
