import { type AlarmProperties, judge, SimulatedAlarm } from './alarm-evaluator.js';
import { type Metric, Timeline } from './timeline.js';

/** `0`, `X` and `-` as in CloudWatch's documentation. */
const points = (text: string) => text.split(' ').map((point) => ({ X: true, '0': false })[point]);
/** No state that anything is judged to be, so that keeping it shows. */
const kept = 'INSUFFICIENT_DATA' as const;
const ways = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

describe('missing data is judged as the tables of CloudWatch’s documentation say', () => {
  it.each([
    ['0 - X - X', 3, 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 3, 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 3, kept, kept, 'ALARM', 'OK'],
    ['0 X X - X', 3, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 3, 'ALARM', kept, 'ALARM', 'OK'],
    ['- - - - X', 3, kept, kept, 'ALARM', 'OK'],
    ['0 - X - X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 2, 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 2, 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 2, 'ALARM', kept, 'ALARM', 'OK'],
  ] as const)('%s, %i of 3', (text, needed, ...expected) => {
    const judged = ways.map((treatMissing) => judge(points(text), { periods: 3, needed, treatMissing, state: kept }));

    expect(judged).toEqual(expected);
  });
});

const anAlarm = (overrides: Partial<AlarmProperties> = {}): AlarmProperties => ({
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: 1,
  Threshold: 5,
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: 'dedup' }],
  Period: 300,
  Statistic: 'Sum',
  TreatMissingData: 'notBreaching',
  ...overrides,
});
const errors: Metric = ['AWS/Lambda', 'Errors', { FunctionName: 'dedup' }];

describe('a simulated alarm', () => {
  it('looks at the minutes that end now, and not at those of the clock', () => {
    const timeline = new Timeline();
    for (let minute = 3; minute < 9; minute++) timeline.put(errors, minute, 1);
    const alarm = new SimulatedAlarm(anAlarm({ Threshold: 4 }), timeline);

    const states = [6, 7, 8, 9, 12].map((now) => alarm.evaluate(now));

    expect(states).toEqual(['OK', 'OK', 'ALARM', 'ALARM', 'OK']);
  });

  it('sees a point once CloudWatch has it', () => {
    const timeline = new Timeline();
    timeline.put(errors, 10, 9, { delay: 3 });
    const alarm = new SimulatedAlarm(anAlarm(), timeline);

    expect([11, 12, 13, 15, 16].map((now) => alarm.evaluate(now))).toEqual(['OK', 'OK', 'ALARM', 'ALARM', 'OK']);
  });

  it('does not see what another resource has', () => {
    const timeline = new Timeline();
    timeline.put(['AWS/Lambda', 'Errors', { FunctionName: 'enrich' }], 1, 100);

    expect(new SimulatedAlarm(anAlarm(), timeline).evaluate(3)).toBe('OK');
  });

  it('keeps its state while a metric of DynamoDB is missing, whatever it says of missing data', () => {
    const timeline = new Timeline();
    timeline.put(['AWS/DynamoDB', 'WriteThrottleEvents', { TableName: 'claims' }], 1, 100);
    const Dimensions = [{ Name: 'TableName', Value: 'claims' }];
    const overrides = { Namespace: 'AWS/DynamoDB', MetricName: 'WriteThrottleEvents', Dimensions };
    const alarm = new SimulatedAlarm(anAlarm(overrides), timeline);

    expect([3, 100].map((now) => alarm.evaluate(now))).toEqual(['ALARM', 'ALARM']);
  });

  it('over days looks at whole hours', () => {
    const timeline = new Timeline();
    timeline.put(errors, 4_321, 9);
    const alarm = new SimulatedAlarm(anAlarm({ Period: 86_400, EvaluationPeriods: 2, DatapointsToAlarm: 1 }), timeline);

    expect([4_330, 4_380].map((now) => alarm.evaluate(now))).toEqual(['OK', 'ALARM']);
  });

  it.each<[string, Partial<AlarmProperties>]>([
    ['properties that it does not know', { EvaluationWindow: {} }],
    ['a percentile', { Statistic: 'p99' }],
    ['another comparison', { ComparisonOperator: 'GreaterThanUpperThreshold' }],
    ['another way to treat missing data', { TreatMissingData: 'maybe' }],
  ])('refuses %s', (_, overrides) => {
    const timeline = new Timeline();
    timeline.put(errors, 1, 1);
    const run = () => new SimulatedAlarm(anAlarm({ EvaluationPeriods: 2, ...overrides }), timeline).evaluate(3);

    expect(run).toThrow();
  });
});
