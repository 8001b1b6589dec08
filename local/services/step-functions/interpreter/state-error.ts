/** A failure in the words of the Amazon States Language: what Retry, Catch and DescribeExecution see. */
export class StateError extends Error {
  constructor(
    readonly error: string,
    override readonly cause: string = '',
  ) {
    super(`${error}: ${cause}`);
  }
}

/** "States.Runtime: not retriable, and will always cause the execution to fail"; the other one is caught by its own name alone. */
const fatal = 'States.Runtime';
const terminal = [fatal, 'States.DataLimitExceeded'];
const timeouts = ['States.Timeout', 'States.HeartbeatTimeout'];

/** Names that stand for more than themselves. */
const wildcards: Readonly<Record<string, (error: string) => boolean>> = {
  'States.ALL': (error) => !terminal.includes(error),
  'States.TaskFailed': (error) => !terminal.includes(error) && !timeouts.includes(error),
  'States.Timeout': (error) => timeouts.includes(error),
};

/** Whether the ErrorEquals of a retrier or a catcher is meant for an error. */
export function isMeant(names: readonly string[], { error }: StateError): boolean {
  if (error === fatal) return false;
  return names.some((name) => name === error || (wildcards[name]?.(error) ?? false));
}
