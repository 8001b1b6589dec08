import type { Resource } from './template.js';

/** A setting that the runner acts on, or of which it is known why it needn't. Any other would be silently ignored. */
const known: Readonly<Record<string, readonly string[]>> = {
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
    'ParallelizationFactor',
    'StartingPosition',
    'Tags',
  ],
  'AWS::KinesisFirehose::DeliveryStream': [
    'DeliveryStreamEncryptionConfigurationInput',
    'DeliveryStreamType',
    'ExtendedS3DestinationConfiguration',
    'KinesisStreamSourceConfiguration',
    'Tags',
  ],
  'AWS::ApiGatewayV2::Api': ['CorsConfiguration', 'Description', 'Name', 'ProtocolType', 'Tags'],
  'AWS::ApiGatewayV2::Route': ['ApiId', 'AuthorizationType', 'RouteKey', 'Target'],
  'AWS::ApiGatewayV2::Integration': ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion'],
};

/** @throws Error naming the resource and the property that the runner would not honour */
export function checkProperties({ id, type, properties }: Resource): void {
  const unknown = Object.keys(properties).filter((name) => !known[type]?.includes(name));
  if (unknown.length === 0) return;
  throw new Error(
    `${id} (${type}): expected properties that the local runner honours, found ${unknown.join(', ')}. Build them in local/wiring/ and list them in local/template/known-properties.ts.`,
  );
}
