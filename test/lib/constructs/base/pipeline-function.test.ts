import { deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const memory = { dev: { ingest: 512, consumers: 1_024 }, prod: { ingest: 1_024, consumers: 1_769 } };
const logLevel = { dev: 'INFO', prod: 'WARN' };

describe.each(deployedStages)('a function of %s', (stage) => {
  const template = synthesize(stage);
  const functions = [
    { name: 'Ingest', timeout: 20, megabytes: memory[stage].ingest, output: 'IngestStream' },
    { name: 'Dedup', timeout: 60, megabytes: memory[stage].consumers, output: 'UniqueStream' },
    { name: 'Enrich', timeout: 60, megabytes: memory[stage].consumers, output: 'EnrichedStream' },
  ];
  const propertiesOf = (name: string) => theOne(template, 'AWS::Lambda::Function', name).Properties;

  it.each(functions)(
    '$name runs on Node 24 and arm64, for $timeout seconds at most',
    ({ name, timeout, megabytes }) => {
      expect(propertiesOf(name)).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: timeout,
        MemorySize: megabytes,
        LoggingConfig: { LogFormat: 'JSON' },
      });
    },
  );

  it.each(functions)('$name is told its stage, its stack, its output and its log level', ({ name, output }) => {
    const { Variables } = propertiesOf(name).Environment;

    expect(Variables).toMatchObject({
      STAGE: name.toLowerCase(),
      STACK: `sunstream-${stage}`,
      OUTPUT_STREAM: { Ref: theOne(template, 'AWS::Kinesis::Stream', output).id },
      POWERTOOLS_METRICS_NAMESPACE: 'Sunstream',
      POWERTOOLS_LOG_LEVEL: logLevel[stage],
    });
  });

  it('has a role that no other function has', () => {
    const roles = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.Role);

    expect(new Set(roles.map((role) => JSON.stringify(role))).size).toBe(roles.length);
  });

  it('may write its own log group and no other', () => {
    for (const { name } of functions) {
      const { LogGroup } = propertiesOf(name).LoggingConfig;
      const policy = theOne(template, 'AWS::IAM::Policy', `${name}Function`).Properties.PolicyDocument;

      const logging = policy.Statement.filter(({ Action }: { Action: string }) => Action.includes('logs:PutLogEvents'));

      expect(logging).toMatchObject([{ Resource: { 'Fn::GetAtt': [LogGroup.Ref, 'Arn'] } }]);
    }
  });
});

describe('the functions of dev', () => {
  it('all log to a group of the stack, the one that empties the buckets included', () => {
    const template = synthesize('dev');
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup').map(([id]) => id);

    for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
      expect(groups).toContain(Properties.LoggingConfig?.LogGroup.Ref);
    }
  });
});
