import { states, task, useStateMachines } from '../../../../support/state-machines.js';

const { open } = useStateMachines();
const end = { Type: 'Pass', End: true };
const processor = (more: object = {}) => ({ ItemProcessor: { StartAt: 'X', States: { X: end }, ...more }, End: true });
const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
const one = (state: object) => states({ A: state });

describe('a definition', () => {
  it.each([
    [
      'in JSONPath',
      { ...one(end), QueryLanguage: undefined },
      'machine: state "A": the local runner runs the QueryLanguage JSONata, found JSONPath.',
    ],
    [
      'with a state in JSONPath',
      one({ ...end, QueryLanguage: 'JSONPath' }),
      'state "A": the local runner runs the QueryLanguage JSONata, found JSONPath.',
    ],
    [
      'with a field of JSONPath',
      one({ ...end, ResultPath: '$.a' }),
      'state "A": expected the fields of JSONata, found ResultPath, which is JSONPath\'s.',
    ],
    [
      'with a path field',
      one({ Type: 'Wait', SecondsPath: '$.a', End: true }),
      'state "A": expected the fields of JSONata, found SecondsPath',
    ],
    [
      'with an unknown integration',
      one(task({ Resource: 'arn:aws:states:::sqs:sendMessage' })),
      'state "A": Resource expected one of arn:aws:states:::athena:startQueryExecution.sync, arn:aws:states:::events:putEvents, arn:aws:states:::lambda:invoke, found arn:aws:states:::sqs:sendMessage. Add it in local/services/step-functions/interpreter/integrations/integrations.ts.',
    ],
    [
      'with a callback',
      one(task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' })),
      'found arn:aws:states:::lambda:invoke.waitForTaskToken',
    ],
    [
      'with an unknown kind of state',
      one({ Type: 'Loop', End: true }),
      'state "A": Type expected one of Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map, found Loop.',
    ],
    [
      'with a field that would be ignored',
      one(task({ HeartbeatSeconds: 5 })),
      'found HeartbeatSeconds. Build them in local/services/step-functions/interpreter/',
    ],
    [
      'with a retrier field that would be ignored',
      one(task({ Retry: [{ ErrorEquals: ['A'], Jitter: 1 }] })),
      'found Jitter.',
    ],
    ['with a Next to nowhere', one({ Type: 'Pass', Next: 'B' }), 'state "A": Next, or End expected one of A, found B.'],
    ['without an end', one({ Type: 'Pass' }), 'state "A": Next, or End expected one of A, found undefined.'],
    [
      'with a catcher to nowhere',
      one(task({ Catch: [{ ErrorEquals: ['A'], Next: 'B' }] })),
      'state "A": Next expected one of A, found B.',
    ],
    [
      'with a Default to nowhere',
      one({ Type: 'Choice', Choices: [], Default: 'B' }),
      'state "A": Default expected one of A, found B.',
    ],
    [
      'with a start that is nowhere',
      { ...one(end), StartAt: 'B' },
      'machine: StartAt expected one of the states A, found B.',
    ],
    [
      'with an expression that is no JSONata',
      one({ ...end, Output: { a: ['{% 1 + %}'] } }),
      'state "A": Output/a/0: expected JSONata, found {% 1 + %}: ',
    ],
    [
      'that assigns $states',
      one({ ...end, Assign: { states: 1 } }),
      'state "A": Assign: the name "states" is reserved',
    ],
    [
      'with a Wait for nothing',
      one({ Type: 'Wait', End: true }),
      'state "A": expected Seconds or Timestamp, one of them.',
    ],
    [
      'with a fault inside a Map',
      one({ Type: 'Map', ...processor({ States: { X: { ...end, InputPath: '$' } } }) }),
      'state "X": expected the fields of JSONata, found InputPath',
    ],
    [
      'with a fault inside a Parallel',
      one({ Type: 'Parallel', Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass' } } }], End: true }),
      'state "X": Next, or End expected one of X',
    ],
    [
      'with a field of distributed Maps on an inline one',
      one({ Type: 'Map', ...processor(), ToleratedFailureCount: 1 }),
      'found ToleratedFailureCount.',
    ],
    [
      'with EXPRESS executions',
      one({ Type: 'Map', ...processor({ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } }) }),
      'ItemProcessor.ProcessorConfig.ExecutionType expected one of STANDARD, found EXPRESS.',
    ],
    [
      'with a reader that is not built',
      one({ Type: 'Map', ...processor(distributed), ItemReader: { Resource: 'arn:aws:states:::dynamodb:scan' } }),
      'ItemReader.Resource expected one of arn:aws:states:::s3:listObjectsV2, arn:aws:states:::s3:getObject, found arn:aws:states:::dynamodb:scan.',
    ],
    [
      'with a file format that is not built',
      one({
        Type: 'Map',
        ...processor(distributed),
        ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'CSV' } },
      }),
      'ReaderConfig.InputType expected one of JSON, JSONL, found CSV.',
    ],
    [
      'with a transformation that is not built',
      one({ Type: 'Map', ...processor(distributed), ResultWriter: { WriterConfig: { Transformation: 'ZIP' } } }),
      'WriterConfig.Transformation expected one of NONE, COMPACT, FLATTEN, found ZIP.',
    ],
  ])('%s is refused when the runner starts', async (_, definition, message) => {
    const opened = open({ definition });

    await expect(opened).rejects.toThrow(message);
  });

  it.each([
    ['EXPRESS', { StateMachineType: 'EXPRESS' }, 'the local runner runs StateMachineType STANDARD, found EXPRESS'],
    ['no JSON', { DefinitionString: '{' }, 'machine: expected a definition in JSON, found: '],
  ])('that is %s is refused as well', async (_, properties, message) => {
    const opened = open({ definition: one(end), properties });

    await expect(opened).rejects.toThrow(message);
  });

  it('may be an object, with substitutions', async () => {
    const [word, other] = ['Word', 'Other'].map((name) => `$\u007b${name}}`);
    const Definition = one({ ...end, Output: `${word} ${other}` });
    const properties = { DefinitionString: undefined, Definition, DefinitionSubstitutions: { Word: 'hello' } };
    const { run } = await open({ definition: {}, properties });

    const ended = await run();

    expect(ended.output).toBe(`hello ${other}`);
  });
});
