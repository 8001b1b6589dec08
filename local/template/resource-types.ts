import type { Properties } from './types.js';

/** What a resource type is to the runner. */
export interface ResourceType {
  /** ARN by physical name, where the type has one. */
  readonly arn?: (name: string) => string;
  /** Whether `Ref` gives the ARN, as for a few types; for all others it gives the name. */
  readonly refIsArn?: true;
  /** Attributes besides the ARN, by physical name. */
  readonly attributes?: Readonly<Record<string, (name: string) => string>>;
  /** Whether queries name it: no hyphens then. */
  readonly inQueries?: true;
  /** The name that its properties give it, where that is what `Ref` gives. */
  readonly nameIn?: (properties: Properties) => unknown;
  /** Why nothing is run for it; absent where something is. */
  readonly idle?: string;
}

/** The account and region of this machine. */
export const account = '000000000000';
export const region = 'local-1';
/** Where the stack thinks that a domain is; functions are told the URL that OPENSEARCH_URL says in its place. */
export const searchEndpoint = (name: string): string => `${name}.search.localhost`;
const arn = (service: string, prefix: string) => (name: string) =>
  `arn:aws:${service}:${region}:${account}:${prefix}${name}`;

/** Every type that the stack may use. What is not in here is refused when the runner starts, never skipped. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {},
  'AWS::ApiGatewayV2::Authorizer': {},
  'AWS::ApiGatewayV2::Integration': {},
  'AWS::ApiGatewayV2::Route': {},
  'AWS::ApiGatewayV2::Stage': {},
  'AWS::Athena::WorkGroup': { arn: arn('athena', 'workgroup/') },
  'AWS::CloudWatch::Alarm': { idle: 'npm run books says the same here' },
  'AWS::DynamoDB::GlobalTable': { arn: arn('dynamodb', 'table/') },
  'AWS::Events::Rule': { arn: arn('events', 'rule/') },
  'AWS::Glue::Database': { inQueries: true },
  'AWS::Glue::Table': { inQueries: true, nameIn: ({ TableInput }) => TableInput?.Name },
  'AWS::IAM::Policy': {},
  'AWS::IAM::Role': { arn: (name) => `arn:aws:iam::${account}:role/${name}` },
  'AWS::KMS::Alias': {},
  'AWS::KMS::Key': { arn: arn('kms', 'key/') },
  'AWS::Kinesis::Stream': { arn: arn('kinesis', 'stream/') },
  'AWS::KinesisFirehose::DeliveryStream': { arn: arn('firehose', 'deliverystream/') },
  'AWS::Lambda::EventSourceMapping': {},
  'AWS::Lambda::Function': { arn: arn('lambda', 'function:') },
  'AWS::Lambda::Permission': {},
  'AWS::Logs::LogGroup': { arn: arn('logs', 'log-group:'), idle: 'logs are files' },
  'AWS::Logs::LogStream': { idle: 'logs are files' },
  'AWS::Logs::MetricFilter': { idle: 'alarms alone look at what it counts' },
  'AWS::Logs::ResourcePolicy': { idle: 'logs are files' },
  'AWS::OpenSearchService::Domain': { arn: arn('es', 'domain/'), attributes: { DomainEndpoint: searchEndpoint } },
  'AWS::S3::Bucket': { arn: (name) => `arn:aws:s3:::${name}` },
  'AWS::S3::BucketPolicy': {},
  'AWS::SNS::Subscription': {},
  'AWS::SNS::Topic': { arn: arn('sns', ''), refIsArn: true },
  'AWS::SNS::TopicPolicy': {},
  'AWS::Scheduler::Schedule': { arn: arn('scheduler', 'schedule/default/') },
  'AWS::SecretsManager::Secret': { arn: arn('secretsmanager', 'secret:'), refIsArn: true },
  'AWS::StepFunctions::StateMachine': { arn: arn('states', 'stateMachine:'), refIsArn: true },
  'Custom::SearchSetup': {},
  'Custom::S3AutoDeleteObjects': { idle: 'acts when a stack is deleted; here that is npm run reset' },
};

/** @throws Error naming each resource whose type the runner doesn't know */
export function checkResourceTypes(types: ReadonlyMap<string, string>): void {
  const unknown = [...types].filter(([, type]) => !Object.hasOwn(resourceTypes, type));
  if (unknown.length === 0) return;
  const found = unknown.map(([id, type]) => `${id} of type ${type}`).join(', ');
  throw new Error(
    `template: expected resource types that the local runner knows, found ${found}. Add the type in local/template/resource-types.ts and what runs it in local/.`,
  );
}
