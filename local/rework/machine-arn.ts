/** "Step Functions: ARNs". What an option must look like, so that its region can be told. */
export const isArnOf = {
  'state-machine': /^arn:[^:]+:states:[a-z0-9-]+:\d{12}:stateMachine:[^:]+/,
  execution: /^arn:[^:]+:states:[a-z0-9-]+:\d{12}:execution:[^:]+:[^:]+/,
} as const;
