import type { Resource } from './template.js';

/** A setting that the runner acts on, or of which it is known why it needn't. Any other would be silently ignored. */
const known: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['CorsConfiguration', 'Description', 'Name', 'ProtocolType', 'Tags'],
  'AWS::ApiGatewayV2::Authorizer': [
    'ApiId',
    'AuthorizerPayloadFormatVersion',
    'AuthorizerResultTtlInSeconds',
    'AuthorizerType',
    'AuthorizerUri',
    'EnableSimpleResponses',
    'IdentitySource',
    'Name',
  ],
  'AWS::ApiGatewayV2::Integration': ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion'],
  'AWS::ApiGatewayV2::Route': ['ApiId', 'AuthorizationType', 'AuthorizerId', 'RouteKey', 'Target'],
  'AWS::ApiGatewayV2::Stage': [
    'AccessLogSettings',
    'ApiId',
    'AutoDeploy',
    'DefaultRouteSettings',
    'RouteSettings',
    'StageName',
    'Tags',
  ],
  RouteSettings: ['ThrottlingBurstLimit', 'ThrottlingRateLimit'],
  'AWS::Athena::WorkGroup': ['Description', 'Name', 'RecursiveDeleteOption', 'State', 'Tags', 'WorkGroupConfiguration'],
  // Nothing is metered here: a cutoff would cut off nothing.
  WorkGroupConfiguration: [
    'BytesScannedCutoffPerQuery',
    'EnforceWorkGroupConfiguration',
    'EngineVersion',
    'PublishCloudWatchMetricsEnabled',
    'ResultConfiguration',
  ],
  'AWS::DynamoDB::GlobalTable': [
    'AttributeDefinitions',
    'BillingMode',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'Replicas',
    'TimeToLiveSpecification',
  ],
  'AWS::Events::Rule': ['Description', 'EventPattern', 'State', 'Tags', 'Targets'],
  'AWS::IAM::Policy': ['PolicyDocument', 'PolicyName', 'Roles'],
  // A managed policy grants nothing here: what needs it is denied, aloud.
  'AWS::IAM::Role': ['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'Tags'],
  'AWS::KMS::Alias': ['AliasName', 'TargetKeyId'],
  // Rotation changes nothing that a caller could see, and what is here is never deleted but by npm run reset.
  'AWS::KMS::Key': [
    'Description',
    'EnableKeyRotation',
    'KeyPolicy',
    'KeySpec',
    'KeyUsage',
    'PendingWindowInDays',
    'RotationPeriodInDays',
    'Tags',
  ],
  'AWS::Kinesis::Stream': ['RetentionPeriodHours', 'ShardCount', 'StreamEncryption', 'StreamModeDetails', 'Tags'],
  'AWS::KinesisFirehose::DeliveryStream': [
    'DeliveryStreamEncryptionConfigurationInput',
    'DeliveryStreamType',
    'ExtendedS3DestinationConfiguration',
    'KinesisStreamSourceConfiguration',
    'Tags',
  ],
  ExtendedS3DestinationConfiguration: [
    'BucketARN',
    'BufferingHints',
    'CloudWatchLoggingOptions',
    'CompressionFormat',
    'CustomTimeZone',
    'ErrorOutputPrefix',
    'FileExtension',
    'Prefix',
    'ProcessingConfiguration',
    'RoleARN',
  ],
  'AWS::Lambda::EventSourceMapping': [
    'BatchSize',
    'BisectBatchOnFunctionError',
    'DestinationConfig',
    'EventSourceArn',
    'FunctionName',
    'FunctionResponseTypes',
    'MaximumBatchingWindowInSeconds',
    'MaximumRecordAgeInSeconds',
    'MaximumRetryAttempts',
    // What they count is in the runner's own lines.
    'MetricsConfig',
    'ParallelizationFactor',
    'StartingPosition',
    'Tags',
  ],
  'AWS::Lambda::Function': [
    'Architectures',
    'Code',
    'Description',
    'Environment',
    'Handler',
    'LoggingConfig',
    'MemorySize',
    'ReservedConcurrentExecutions',
    'Role',
    'Runtime',
    'Tags',
    'Timeout',
  ],
  'AWS::Lambda::Permission': ['Action', 'FunctionName', 'Principal', 'SourceArn'],
  'AWS::S3::Bucket': ['BucketEncryption', 'LifecycleConfiguration', 'PublicAccessBlockConfiguration', 'Tags'],
  'AWS::S3::BucketPolicy': ['Bucket', 'PolicyDocument'],
  'AWS::SNS::Subscription': ['Endpoint', 'Protocol', 'TopicArn'],
  'AWS::SNS::Topic': ['DisplayName', 'KmsMasterKeyId', 'Tags'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument', 'Topics'],
  'AWS::Scheduler::Schedule': [
    'Description',
    'FlexibleTimeWindow',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'State',
    'Target',
  ],
  'AWS::SecretsManager::Secret': ['Description', 'GenerateSecretString', 'Tags'],
  // Its log is the history; LoggingConfiguration and TracingConfiguration have nothing to do here.
  'AWS::StepFunctions::StateMachine': [
    'Definition',
    'DefinitionString',
    'DefinitionSubstitutions',
    'LoggingConfiguration',
    'RoleArn',
    'StateMachineType',
    'Tags',
    'TracingConfiguration',
  ],
  GenerateSecretString: ['ExcludePunctuation', 'GenerateStringKey', 'PasswordLength', 'SecretStringTemplate'],
};

/** @throws Error naming the resource and the property that the runner would not honour */
export function checkProperties({ id, type, properties }: Resource): void {
  const unknown = known[type] ? Object.keys(properties).filter((name) => !known[type]?.includes(name)) : [];
  if (unknown.length === 0) return;
  throw new Error(
    `${id} (${type}): expected properties that the local runner honours, found ${unknown.join(', ')}. Build them in local/wiring/ and list them in local/template/known-properties.ts.`,
  );
}
