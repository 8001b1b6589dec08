import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Fail,
  OutputType,
  QueryLanguage,
  ResultWriterV2,
  S3ObjectsItemReader,
  StateMachine,
  Transformation,
  WriterConfig,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeMachine } from '../base/acknowledge-machine.js';
import { InvokeTask } from '../base/invoke-task.js';
import type { PipelineFunction } from '../base/pipeline-function.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import { runsFolder } from '../pipeline/lake.js';
import type { Tally } from './tally.js';

export interface ReworkProps {
  /** Key of the input that says what is to be done again, and the values that it may have. */
  readonly choice: { readonly key: 'stage' | 'reason'; readonly values: readonly string[] };
  /** Where the objects are. */
  readonly bucket: Bucket;
  /** JSONata; may look at `$states.input`. */
  readonly prefix: string;
  /** Does one object; invoked with `{[choice.key], key, since, dryRun}`. */
  readonly each: PipelineFunction;
  /** How long after a failure an object is tried again: not before what it has begun is over. */
  readonly retryAfter: Duration;
  /** Objects at a time. */
  readonly maxConcurrency: number;
  readonly tally: Tally;
}

/**
 * A state machine that does something with each object under a prefix, a few at a time, and puts out the books of it.
 * Input: `{stage | reason, since?: ISO 8601, dryRun?: boolean}`. Objects that fail don't end it; they are in the books.
 */
export class Rework extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: ReworkProps) {
    super(scope, id);
    const { choice, bucket, prefix, each, retryAfter, maxConcurrency, tally } = props;
    const name = scope.node.id.toLowerCase();
    const results = `${runsFolder}${name}`;
    const map = DistributedMap.jsonata(this, 'Each', {
      comment: 'Each object under the prefix; one that fails is counted and left',
      itemReader: new S3ObjectsItemReader({ bucket, prefix: `{% ${prefix} %}` }),
      itemSelector: {
        [choice.key]: `{% $states.input.${choice.key} %}`,
        key: '{% $states.context.Map.Item.Value.Key %}',
        since: '{% $boolean($states.input.since) ? $states.input.since : null %}',
        dryRun: '{% $exists($states.input.dryRun) ? $states.input.dryRun : false %}',
      },
      maxConcurrency,
      toleratedFailurePercentage: 100,
      // A child a line, so that whoever reads them needs memory for one.
      resultWriterV2: new RunResults({
        bucket: tally.results,
        prefix: results,
        writerConfig: new WriterConfig({ outputType: OutputType.JSONL, transformation: Transformation.NONE }),
      }),
    });
    map.itemProcessor(
      new InvokeTask(this, 'Object', each, '{% $states.input %}').addRetry({
        errors: ['DependencyError', 'Lambda.TooManyRequestsException', 'Lambda.ServiceException'],
        interval: retryAfter,
        maxAttempts: 3,
        backoffRate: 2,
      }),
    );
    const books = new InvokeTask(this, 'Books', tally.function, {
      manifest: '{% $states.input.ResultWriterDetails.Key %}',
    }).addRetry({ errors: ['DependencyError', 'Lambda.TooManyRequestsException', 'Lambda.ServiceException'] });
    const refused = Fail.jsonata(this, 'Refused', {
      error: 'Refused',
      cause: `{% '${choice.key}: expected one of ${choice.values.join(', ')}, found ' & $substring($string($states.input.${choice.key}), 0, 100) & '.' %}`,
    });
    const known = Condition.jsonata(
      `{% $states.input.${choice.key} in ${JSON.stringify(choice.values).replaceAll('"', "'")} %}`,
    );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(
        Choice.jsonata(this, 'Check').when(known, map.next(books)).otherwise(refused),
      ),
      comment: `${name}: ${choice.key} and since when to what became of it`,
      timeout: Duration.days(1),
    });
    acknowledgeMachine(
      this.stateMachine,
      'The execution keeps its own history for 90 days, its output is the books, and each object’s result lies in the lake under runs/.',
    );
    Validations.of(this.stateMachine.role).acknowledge({
      id: wildcardFinding(tally.results, `${results}/*`),
      reason: 'Step Functions names the files by the run, which is not known before it starts.',
    });
  }
}

/** Results under a prefix, with just that granted; the library's own grants the whole bucket. */
class RunResults extends ResultWriterV2 {
  override providePolicyStatements(): PolicyStatement[] {
    const actions = ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'];
    return [new PolicyStatement({ actions, resources: [`${this.bucket?.arnForObjects(`${this.prefix}/*`)}`] })];
  }
}
