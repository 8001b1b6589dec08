import { readConfig } from '../../../lib/config/config.js';
import { resourcesOf, synthesize } from '../synthesize.js';
import { withSearch } from '../with-search.js';

/** What does the work of the stack, and can fail while nobody looks. */
const kinds = [
  'AWS::ApiGatewayV2::Api',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::Function',
  'AWS::OpenSearchService::Domain',
  'AWS::StepFunctions::StateMachine',
];

/** Begins of the ids of what no alarm is on, and why none has to be. */
const unwatched: Readonly<Record<string, string>> = {
  SearchSetupFunction: 'Runs in a deployment alone, which fails with it.',
  CustomS3AutoDeleteObjects:
    'Of stages whose data goes with the stack: runs when that is deleted, which fails with it.',
};
/** In `dev`, which watches the data alone, these as well: callers get an error, or the requester is told. */
const besides =
  /^(RegistryFunction|DevicesFunction|ExhaustFunction|StraysFunction|ExhaustRuns|SessionsFunction|Redrive|Replay|Tally)/;

const configs = { dev: readConfig('dev'), prod: withSearch('prod') };

describe.each(Object.entries(configs))('the alarms of %s', (stage, config) => {
  const template = synthesize(config);
  const watched = new Set(
    resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(([, { Properties }]) =>
      [...JSON.stringify(Properties).matchAll(/"Value":\{"Ref":"(\w+)"\}/g)].map(([, id = '']) => id),
    ),
  );
  const resources = resourcesOf(template).filter(([, { Type }]) => kinds.includes(Type));
  const isNamed = (id: string) =>
    Object.keys(unwatched).some((start) => id.startsWith(start)) || (stage === 'dev' && besides.test(id));

  it('are on every function, state machine, stream, Firehose, table and API, or a reason says why not', () => {
    expect(resources.length).toBeGreaterThan(20);
    expect(resources.map(([id]) => id).filter((id) => !watched.has(id) && !isNamed(id))).toEqual([]);
  });

  it('are on nothing that has a reason to be without', () => {
    const starts = Object.keys(unwatched);

    expect([...watched].filter((id) => starts.some((start) => id.startsWith(start)))).toEqual([]);
  });

  it('look at the calls to a stage’s table that its users may make', () => {
    const calls: Readonly<Record<string, string>> = { PartiQLInsert: 'BatchExecuteStatement' };
    for (const table of ['Claims', 'Progress']) {
      const granted = resourcesOf(template, 'AWS::IAM::Policy')
        .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
        .filter(({ Resource }) => JSON.stringify(Resource).includes(`"${table}Table`))
        .flatMap(({ Action }) => [Action].flat() as string[])
        .map((action) => action.replace('dynamodb:', ''));
      const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(([id]) =>
        id.startsWith(`MonitoringTableErrors${table}`),
      );
      const asked = [...JSON.stringify(alarms).matchAll(/"Name":"Operation","Value":"(\w+)"/g)].map(([, name]) => name);

      expect(asked.toSorted()).toEqual([...new Set(granted.map((action) => calls[action] ?? action))].toSorted());
    }
  });
});
