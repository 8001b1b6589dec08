import { AwsError } from '../../calls/aws-error.js';

/** What the gate and the runner call an error → what S3 calls it. */
const codes: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  MissingAuthenticationToken: 'AccessDenied',
  UnrecognizedClientException: 'InvalidAccessKeyId',
  UnknownOperationException: 'NotImplemented',
};

/** Any error as S3 answers it. One that is none of AWS's is a fault of ours, and is told to whoever runs it. */
export function s3ErrorOf(error: unknown): AwsError {
  if (!(error instanceof AwsError)) {
    console.error(`s3: ${error instanceof Error ? error.stack : error}`);
    return new AwsError('InternalError', String(error), 500);
  }
  const code = codes[error.code];
  return code === undefined ? error : new AwsError(code, error.message, error.status, error.members);
}
