import { Gate } from '../../../local/calls/gate.js';
import { gateRules } from '../../../local/compose/gate-rules.js';
import { makePollers, type PollerContext } from '../../../local/compose/pollers.js';
import { makeStreams } from '../../../local/compose/streams.js';
import type { LocalFunction } from '../../../local/services/lambda/local-function.js';
import type { ObjectStore } from '../../../local/services/s3/object-store.js';
import { Template } from '../../../local/template/template.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const readStream = ['kinesis:DescribeStream', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'];

/** A stack of a stream, a function and the event source between them. */
function aStack({ actions = readStream, source = {} }: { actions?: string[]; source?: object } = {}): Template {
  const statement = (Action: string[], Resource: object) => ({ Effect: 'Allow', Action, Resource });
  const objects = { 'Fn::Join': ['', [arnOf('Undelivered'), '/*']] };
  const Statement = [statement(actions, arnOf('Frames')), statement(['s3:PutObject'], objects)];
  return new Template(
    folder(),
    {},
    {
      Resources: {
        Frames: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
        Undelivered: { Type: 'AWS::S3::Bucket' },
        Role: { Type: 'AWS::IAM::Role' },
        Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement } } },
        Dedup: { Type: 'AWS::Lambda::Function', Properties: { Role: arnOf('Role') } },
        Source: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            EventSourceArn: arnOf('Frames'),
            FunctionName: { Ref: 'Dedup' },
            StartingPosition: 'TRIM_HORIZON',
            DestinationConfig: { OnFailure: { Destination: arnOf('Undelivered') } },
            ...source,
          },
        },
      },
    },
  );
}

function compose(template: Template): { pollers: number; lines: string[] } {
  const lines: string[] = [];
  const onLine = (line: string) => void lines.push(line);
  const streams = makeStreams(template, folder());
  const dedup = { name: 'dedup', arn: template.arnOf('Dedup') } as LocalFunction;
  const context: PollerContext = {
    gate: new Gate(gateRules(template, new Map()), onLine),
    streams,
    functions: new Map([[dedup.arn, dedup]]),
    objects: {} as ObjectStore,
    folder: folder(),
    onError: onLine,
  };
  try {
    return { pollers: makePollers(template, context).length, lines };
  } finally {
    for (const stream of streams.values()) stream.close();
  }
}

describe('the event sources of a stack', () => {
  it('are pollers, one a shard', () => {
    expect(compose(aStack())).toEqual({ pollers: 1, lines: [] });
  });

  it('do not start with a role that may not read the stream: role, action and resource are named', () => {
    const start = () => compose(aStack({ actions: ['kinesis:DescribeStream', 'kinesis:ListShards'] }));

    expect(start).toThrow(
      /^access denied: role may not kinesis:GetShardIterator on \S*stream\/frames\. .* grant it in lib\/constructs\/\.$/,
    );
  });

  it('do not start at a position that the runner does not know', () => {
    const start = () => compose(aStack({ source: { StartingPosition: 'LATEST' } }));

    expect(start).toThrow('Source: the local runner starts at TRIM_HORIZON, found LATEST.');
  });

  it('say that they run one at a time where AWS would run several', () => {
    const { lines } = compose(aStack({ source: { ParallelizationFactor: 4 } }));

    expect(lines).toEqual(['Source: parallelization 4 in AWS, one at a time a shard here.']);
  });

  it('do not start with a setting that the runner would ignore', () => {
    const start = () => compose(aStack({ source: { FilterCriteria: {} } }));

    expect(start).toThrow(/expected properties that the local runner honours, found FilterCriteria/);
  });
});
