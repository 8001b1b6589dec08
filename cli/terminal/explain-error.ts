import { networkTrouble } from '../../local/calls/network-trouble.js';
import { fileTrouble } from '../../local/disk/file-trouble.js';

const signIn =
  'Sign in (aws sso login, or aws configure), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

/** What the AWS SDK and the services behind it call their errors, and what a person is told. The first that fits. */
const rows: readonly { readonly is: RegExp; say(message: string): string }[] = [
  {
    is: /^Error: Region is missing/,
    say: () =>
      'expected an AWS region, found none. Set AWS_REGION, such as ap-south-1, or AWS_PROFILE to a profile that has one.',
  },
  {
    is: /^(CredentialsProvider|TokenProvider|ProviderError)/,
    say: (message) => `expected credentials for AWS, found none: ${message} ${signIn}`,
  },
  {
    is: /^\w*(Expired|TokenRefreshRequired)/,
    say: (message) => `expected credentials for AWS, found some that have expired: ${message} ${signIn}`,
  },
  {
    is: /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature)/,
    say: (message) => `expected credentials that AWS knows, found others: ${message} ${signIn}`,
  },
  {
    is: /^(AccessDenied|UnauthorizedOperation|AuthorizationError)/,
    say: (message) => `AWS refused: ${message} Let your user or role do that, or choose another with AWS_PROFILE.`,
  },
  {
    is: /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint)/,
    say: (message) =>
      `expected the bucket in this region, found it elsewhere: ${message} Set AWS_REGION to its region.`,
  },
  {
    is: /^(\w*DoesNotExist|ResourceNotFound|NoSuch\w+|InvalidArn|NotFound)/,
    say: (message) =>
      `expected what was named, found none: ${message} The stack's outputs name it; look at region and account too.`,
  },
  {
    is: /^(\w*Throttl|TooManyRequests|SlowDown|LimitExceeded|RequestLimitExceeded|ServiceUnavailable)/,
    say: (message) => `AWS takes no more just now: ${message} Try again in a minute.`,
  },
];

/** An error as a person reads it: what was wrong, and what to do; of our own errors, their text. */
export function explainError(thrown: unknown): string {
  const error = thrown as Partial<NodeJS.ErrnoException> | null | undefined;
  if (typeof error?.message !== 'string') return String(thrown);
  const { name = 'Error', message, code, syscall, path } = error;
  const row = rows.find(({ is }) => is.test(`${name}: ${message}`));
  if (row) return row.say(sentence(message));
  // Our own errors have no code, and say all that there is to say.
  const trouble = code === undefined && name === 'Error' ? undefined : networkTrouble(error);
  if (trouble !== undefined) {
    return `expected an answer, found ${trouble}. Look at the address and the network, and try again.`;
  }
  if (syscall !== undefined && path !== undefined) {
    return `${path}: expected a path that can be used, found ${fileTrouble(error)}.`;
  }
  return '$metadata' in error ? `AWS answered ${name}: ${message}` : message || name;
}

const sentence = (text: string) => (text === '' ? '' : text.replace(/\.?$/, '.'));
