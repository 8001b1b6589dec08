/** "Step Functions: ARNs". What an option must look like, so that its region can be told. */
export const isArnOf = {
  'state-machine': /^arn:[^:]+:states:[a-z0-9-]+:\d{12}:stateMachine:[^:]+/,
  execution: /^arn:[^:]+:states:[a-z0-9-]+:\d{12}:execution:[^:]+:[^:]+/,
} as const;

/** Options that name a state machine or one of its executions. */
export const machineOptions = ['state-machine', 'execution'] as const;

/** A machine's name begins with its construct's, on a laptop and in AWS: it tells one command's from another's. */
export const isMachineOf = (construct: string, arn: string): boolean =>
  arn.split(':')[6]?.toLowerCase().startsWith(construct) === true;

/**
 * Checks what a command was given for its own machine.
 *
 * @param does what the machine does, to be read after "that"
 * @throws Error in one line for what is no ARN, or another machine's
 */
export function checkMachine(
  construct: string,
  does: string,
  given: Readonly<Partial<Record<(typeof machineOptions)[number], string | undefined>>>,
): void {
  for (const option of machineOptions) {
    const arn = given[option];
    if (arn === undefined || (isArnOf[option].test(arn) && isMachineOf(construct, arn))) continue;
    throw new Error(`--${option}: expected an ARN of the state machine that ${does}, found "${arn}".`);
  }
}
