const always = ['Type', 'Comment', 'QueryLanguage'];
const leaving = ['Output', 'Assign', 'Next', 'End'];
const failing = ['Retry', 'Catch'];

/** Kind of state → the fields that it may have here; all other fields would be silently ignored, so they are refused. */
export const stateFields: Readonly<Record<string, readonly string[]>> = {
  Pass: [...always, ...leaving],
  Task: [...always, ...leaving, ...failing, 'Resource', 'Arguments', 'TimeoutSeconds'],
  Choice: [...always, 'Choices', 'Default', 'Output', 'Assign'],
  Wait: [...always, ...leaving, 'Seconds', 'Timestamp'],
  Succeed: [...always, 'Output'],
  Fail: [...always, 'Error', 'Cause'],
  Parallel: [...always, ...leaving, ...failing, 'Branches', 'Arguments'],
  Map: [...always, ...leaving, ...failing, 'Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency'],
};

/** What a Map has besides, in Mode DISTRIBUTED. */
export const distributedFields = [
  'ItemReader',
  'ItemBatcher',
  'Label',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

/** The fields of what lies in a state. */
export const partFields = {
  machine: ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'],
  processor: ['Comment', 'ProcessorConfig', 'QueryLanguage', 'StartAt', 'States'],
  branch: ['Comment', 'QueryLanguage', 'StartAt', 'States'],
  ProcessorConfig: ['ExecutionType', 'Mode'],
  retrier: [
    'BackoffRate',
    'Comment',
    'ErrorEquals',
    'IntervalSeconds',
    'JitterStrategy',
    'MaxAttempts',
    'MaxDelaySeconds',
  ],
  catcher: ['Assign', 'Comment', 'ErrorEquals', 'Next', 'Output'],
  rule: ['Assign', 'Comment', 'Condition', 'Next', 'Output'],
  ItemReader: ['Arguments', 'ReaderConfig', 'Resource'],
  ReaderConfig: ['InputType', 'MaxItems'],
  ItemBatcher: ['BatchInput', 'MaxInputBytesPerBatch', 'MaxItemsPerBatch'],
  ResultWriter: ['Arguments', 'Resource', 'WriterConfig'],
  WriterConfig: ['OutputType', 'Transformation'],
} as const;

/** "Choosing a query language": fields that JSONata doesn't have. */
export const jsonPathField = /^(InputPath|OutputPath|Parameters|ResultPath|ResultSelector|Result|Iterator|.+Path)$/;
