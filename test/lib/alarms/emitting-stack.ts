import { type Resource, resourcesOf, type Template, theOne } from '../synthesize.js';
import type { Dimensions, Metric, Minute, Timeline } from './timeline.js';

const ref = (id: string) => ({ Ref: id });

interface Transformation {
  readonly MetricNamespace: string;
  readonly MetricName: string;
  readonly MetricValue: string;
  readonly Dimensions: readonly { readonly Key: string; readonly Value: string }[];
}

interface Calls {
  readonly times?: number;
  /** How many of them end with an error. */
  readonly failed?: number;
  /** How long each takes. */
  readonly ms?: number;
}

/**
 * Puts what the stack's resources would say into a timeline, each service by the names and dimensions of its own
 * documentation, and the stack's functions by those of their code. An alarm that asks for anything else sees nothing.
 */
export class EmittingStack {
  /** A template is parsed anew by each question. */
  private readonly found = new Map<string, { id: string } & Resource>();
  private readonly filters: readonly Resource['Properties'][];

  constructor(
    private readonly template: Template,
    readonly timeline: Timeline,
    private readonly stack: string,
  ) {
    this.filters = resourcesOf(template, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
  }

  private put(metric: Metric, minute: Minute, value: number, times = 1): void {
    if (times > 0) this.timeline.put(metric, minute, value, { times });
  }

  private resource(type: string, start: string): { id: string } & Resource {
    const known = this.found.get(type + start) ?? theOne(this.template, type, start);
    this.found.set(type + start, known);
    return known;
  }

  private idOf(type: string, start: string): string {
    return this.resource(type, start).id;
  }

  /** "Types of metrics for Lambda functions": 0 or 1 an invocation, at the minute in which it began. */
  invoke(start: string, minute: Minute, { times = 1, failed = 0, ms = 100 }: Calls = {}): void {
    const of = { FunctionName: ref(this.idOf('AWS::Lambda::Function', start)) };
    this.put(['AWS/Lambda', 'Invocations', of], minute, 1, times);
    this.put(['AWS/Lambda', 'Errors', of], minute, 1, failed);
    this.put(['AWS/Lambda', 'Errors', of], minute, 0, times - failed);
    this.put(['AWS/Lambda', 'Duration', of], minute, ms, times);
    this.put(['AWS/Lambda', 'Throttles', of], minute, 0, times);
  }

  /** A function's time-out, in milliseconds. */
  timeoutOf(start: string): number {
    return this.resource('AWS::Lambda::Function', start).Properties.Timeout * 1_000;
  }

  /** "Throttled requests don't count as either Invocations or Errors". */
  throttle(start: string, minute: Minute, times = 1): void {
    this.put(
      ['AWS/Lambda', 'Throttles', { FunctionName: ref(this.idOf('AWS::Lambda::Function', start)) }],
      minute,
      1,
      times,
    );
  }

  /** What a stage's event source says: the age of what it hands over, and frames that were given up or could not be. */
  handOver(
    stage: string,
    minute: Minute,
    { ageMs, undelivered, lost }: { ageMs?: number; undelivered?: number; lost?: number },
  ): void {
    const of = { FunctionName: ref(this.idOf('AWS::Lambda::Function', `${stage}Function`)) };
    const mapping = { EventSourceMappingUUID: ref(this.idOf('AWS::Lambda::EventSourceMapping', stage)) };
    if (ageMs !== undefined) this.put(['AWS/Lambda', 'IteratorAge', of], minute, ageMs);
    if (undelivered) {
      this.put(['AWS/Lambda', 'OnFailureDestinationDeliveredEventCount', mapping], minute, undelivered);
    }
    if (lost) this.put(['AWS/Lambda', 'DestinationDeliveryFailures', of], minute, 1, lost);
  }

  /** "Monitoring Kinesis Data Streams": stream-level metrics. */
  write(start: string, minute: Minute, { records = 0, refused = 0 }): void {
    const of = { StreamName: ref(this.idOf('AWS::Kinesis::Stream', start)) };
    this.put(['AWS/Kinesis', 'IncomingRecords', of], minute, 1, records);
    this.put(['AWS/Kinesis', 'WriteProvisionedThroughputExceeded', of], minute, 1, refused);
    this.put(['AWS/Kinesis', 'WriteProvisionedThroughputExceeded', of], minute, 0, records);
  }

  /** "DynamoDB metrics and dimensions": these come with trouble alone. */
  troubleTable(start: string, minute: Minute, { written = 0, read = 0, failed = 0, Operation = '' }): void {
    const of = { TableName: ref(this.idOf('AWS::DynamoDB::GlobalTable', start)) };
    this.put(['AWS/DynamoDB', 'WriteThrottleEvents', of], minute, 1, written);
    this.put(['AWS/DynamoDB', 'ReadThrottleEvents', of], minute, 1, read);
    this.put(['AWS/DynamoDB', 'SystemErrors', { ...of, Operation }], minute, 1, failed);
  }

  /** "Monitor Amazon Data Firehose": freshness every minute, success with each try, throttled records with direct puts. */
  deliver(
    start: string,
    minute: Minute,
    {
      freshness,
      success,
      throttled,
      to = 'S3',
    }: { freshness?: number; success?: number; throttled?: number; to?: string },
  ): void {
    const of = { DeliveryStreamName: ref(this.idOf('AWS::KinesisFirehose::DeliveryStream', start)) };
    if (freshness !== undefined) this.put(['AWS/Firehose', `DeliveryTo${to}.DataFreshness`, of], minute, freshness);
    if (success !== undefined) this.put(['AWS/Firehose', `DeliveryTo${to}.Success`, of], minute, success);
    if (throttled !== undefined) this.put(['AWS/Firehose', 'ThrottledRecords', of], minute, throttled);
  }

  /** "Amazon S3 daily storage metrics", told hours after the midnight that they are of. */
  countObjects(start: string, midnight: Minute, objects: number, hoursLater: number): void {
    const of = { BucketName: ref(this.idOf('AWS::S3::Bucket', start)), StorageType: 'AllStorageTypes' };
    this.timeline.put(['AWS/S3', 'NumberOfObjects', of], midnight, objects, { delay: hoursLater * 60 });
  }

  /** "Monitor CloudWatch metrics for HTTP APIs", and what the stack's metric filter makes of the access log. */
  answer(minute: Minute, answers: Readonly<Record<string, number>>): void {
    const ApiId = ref(this.idOf('AWS::ApiGatewayV2::Api', 'Http'));
    const of = { ApiId, Stage: '$default' };
    for (const [status, times] of Object.entries(answers)) {
      this.put(['AWS/ApiGateway', 'Count', of], minute, 1, times);
      for (const kind of ['4xx', '5xx']) {
        this.put(['AWS/ApiGateway', kind, of], minute, Number(status.startsWith(kind.charAt(0))), times);
      }
      this.log({ apiId: ApiId, stage: '$default', status }, minute, times);
    }
  }

  /** "Filter and pattern syntax": of JSON, for the one form that the stack has. */
  private log(context: Dimensions, minute: Minute, times: number): void {
    const format = JSON.parse(this.resource('AWS::ApiGatewayV2::Stage', 'Http').Properties.AccessLogSettings.Format);
    const line = Object.fromEntries(
      Object.entries<string>(format).map(([key, value]) => [key, context[value.replace('$context.', '')]]),
    );
    for (const { FilterPattern, MetricTransformations } of this.filters) {
      if (!matches(FilterPattern, line)) continue;
      for (const made of MetricTransformations as Transformation[]) {
        const of = Object.fromEntries(made.Dimensions.map(({ Key, Value }) => [Key, line[Value.replace('$.', '')]]));
        this.put([made.MetricNamespace, made.MetricName, of], minute, Number(made.MetricValue), times);
      }
    }
  }

  /** What a function counts itself: a metric in an EMF line, with what Powertools adds to it. */
  count(stage: string, minute: Minute, counts: Readonly<Record<string, number>>): void {
    const of = { service: stage, stack: this.stack, stage };
    for (const [name, value] of Object.entries(counts)) this.put(['Sunstream', name, of], minute, value);
  }

  /** "Step Functions metrics for CloudWatch": execution metrics, by state machine. */
  execute(start: string, minute: Minute, end: 'Succeeded' | 'Failed' | 'TimedOut'): void {
    const of = { StateMachineArn: ref(this.idOf('AWS::StepFunctions::StateMachine', start)) };
    this.put(['AWS/States', 'ExecutionsStarted', of], minute, 1);
    this.put(['AWS/States', `Executions${end}`, of], minute, 1);
  }

  /** "Monitoring OpenSearch cluster metrics": every minute. */
  tellDomain(minute: Minute, { red = 0, blocked = 0, freeMiB = 9_000 } = {}): void {
    const of = {
      DomainName: ref(this.idOf('AWS::OpenSearchService::Domain', 'Search')),
      ClientId: ref('AWS::AccountId'),
    };
    this.put(['AWS/ES', 'ClusterStatus.red', of], minute, red);
    this.put(['AWS/ES', 'ClusterIndexWritesBlocked', of], minute, blocked);
    this.put(['AWS/ES', 'FreeStorageSpace', of], minute, freeMiB);
  }
}

function matches(pattern: string, line: Dimensions): boolean {
  const [, inner] = /^\{ (.*) \}$/.exec(pattern) ?? [];
  if (inner === undefined) throw new Error(`metric filter: expected a pattern of JSON, found ${pattern}`);
  return inner.split(' || ').some((condition) => {
    const [, key, value] = /^\$\.(\w+) = "([^"]*)"$/.exec(condition) ?? [];
    if (key === undefined) throw new Error(`metric filter: expected $.key = "value", found ${condition}`);
    return line[key] === value;
  });
}
