import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { removalPolicy } from '../base/removal-policy.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import type { Access } from '../front/access.js';
import { type HttpFront, keyOf } from '../front/http-front.js';
import type { ExhaustJobs } from './exhaust-jobs.js';
import { exhaustRoutes } from './exhaust-routes.js';

export interface ExhaustApiProps {
  readonly config: SunstreamConfig;
  readonly front: HttpFront;
  readonly jobs: ExhaustJobs;
  /** Where the files are, under `exhaust/`. */
  readonly bucket: Bucket;
  /** Who may ask for data; without it anyone, which is for stage `local` alone. */
  readonly access: Access | undefined;
  /** Runs jobs. */
  readonly stateMachine: StateMachine;
}

/** `exhaust/<dataset>/<requestId>/<name>`. */
const files = 'exhaust/*';

/** The dataset service: requests for data, and links to the files that come of them. */
export class ExhaustApi extends Construct {
  readonly function: PipelineFunction;

  constructor(scope: Construct, id: string, props: ExhaustApiProps) {
    super(scope, id);
    const { config, front, jobs, bucket, access, stateMachine } = props;
    if (!access && config.stage !== 'local') {
      throw new Error(`${this.node.path}: expected access by token in stage ${config.stage}, found none.`);
    }
    const linkKeys = this.linkKeys(config);
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage: 'exhaust-api',
      description: 'Requests for data: submits, reads, lists, searches, runs; links to files',
      memory: config.functions.ingestMemory,
      timeout: Duration.seconds(20),
      environment: {
        LINK_KEYS: linkKeys.secretArn,
        LAKE_BUCKET: bucket.bucketName,
        TIME_ZONE: config.timeZone,
        MAX_DAYS: String(config.exhaust.maxDays),
        RUN_ON_SUBMIT: String(config.exhaust.runOnSubmit),
        TOKENS: access ? 'required' : 'none',
        STATE_MACHINE_ARN: stateMachine.stateMachineArn,
      },
    });
    const api = this.function;
    jobs.grantUse(api);
    jobs.grantEncrypt(api);
    const allow = (action: string, resource: string) =>
      api.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    allow('secretsmanager:GetSecretValue', linkKeys.secretArn);
    // A presigned URL may do what its maker may do.
    allow('s3:GetObject', bucket.arnForObjects(files));
    // "HeadObject: without ListBucket a missing object is answered with 403".
    allow('s3:ListBucket', bucket.bucketArn);
    allow('states:StartExecution', stateMachine.stateMachineArn);
    Validations.of(api.role ?? this).acknowledge({
      id: wildcardFinding(bucket, files),
      reason: 'A file’s key names its request; no narrower pattern is known before requests are made.',
    });

    for (const { scope: needed, ...route } of exhaustRoutes) {
      const token = needed === 'none' ? undefined : access?.require(keyOf(route), needed);
      const isOpen = needed === 'none';
      front.addRoute({ ...route, target: api, token, isOpen, freeBecause: isOpen ? signed : openOnLocal });
    }
  }

  /** Made in AWS, so none is in the template. Not to be changed: CloudFormation would make a new one, and end every link. */
  private linkKeys(config: SunstreamConfig): Secret {
    const secret = new Secret(this, 'LinkKeys', {
      description: `Signs links to exhaust files, stage ${config.stage}`,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'current',
        passwordLength: 48,
        excludePunctuation: true,
      },
      removalPolicy: removalPolicy(config),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Known to one function, and good for links of a day; docs/exhaust.md says how it is changed without a gap.',
    });
    return secret;
  }
}

const signed =
  'The link is signed and good for a day; whoever has it was given it. A throttle of its own bounds guessing.';
const openOnLocal = 'Stage local alone: it is not deployed, and whoever is on the machine may read its files anyway.';
