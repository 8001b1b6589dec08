/** An error as an AWS service answers it: the code is what SDKs match on. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** HTTP status. */
    readonly status = 400,
    /** Members beside the message, such as DynamoDB's `Item`. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** Ends a call without an answer: the caller can't tell whether it was done. */
export class ConnectionLost extends Error {}

/** What a store answers to a call that the stack doesn't make, and that nobody has built here. */
export function notBuilt(service: string, operation: string): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `${service} ${operation} is not part of the local runner, which does what the stack uses. Add it in local/services/${service}/.`,
    501,
  );
}
