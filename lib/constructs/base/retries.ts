import { Duration } from 'aws-cdk-lib';
import type { RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/** Of a step that calls a function: what its next try may mend. */
export const retry: RetryProps = {
  errors: [
    'DependencyError',
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.SdkClientException',
  ],
  interval: Duration.seconds(5),
  maxAttempts: 3,
  backoffRate: 2,
};

/** Of a step that asks Athena. */
export const athenaRetry: RetryProps = {
  ...retry,
  errors: ['Athena.TooManyRequestsException', 'Athena.InternalServerException'],
};
