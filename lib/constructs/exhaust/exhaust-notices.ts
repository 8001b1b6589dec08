import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type IChainable, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { EventBridgePutEvents } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { subscribe } from '../base/subscribe.js';

const detailType = 'Data exhaust ended';

/**
 * Tells that a job has ended: an event on the account's own bus, which anything may listen to, and from there a message to
 * a topic. It names the request and how it ended; neither password nor link is in it.
 */
export class ExhaustNotices extends Construct {
  readonly topic: Topic;
  /** Two stacks of one account tell their own jobs apart by it. */
  private readonly source: string;

  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id);
    this.source = Stack.of(this).stackName;
    // Over TLS alone; not encrypted at rest, since EventBridge can't use the AWS-managed key and a message says no more
    // than a name and how it ended.
    this.topic = new Topic(this, 'Topic', { displayName: `Sunstream ${config.stage} data`, enforceSSL: true });
    const { tellEmails, tellPhones } = config.exhaust;
    subscribe(
      this.topic,
      [
        ...tellEmails.map((address) => new EmailSubscription(address)),
        ...tellPhones.map((number) => new SmsSubscription(number)),
      ],
      'The jobs table says how each job ended, whoever could be told.',
    );

    const field = (name: string) => EventField.fromPath(`$.detail.${name}`);
    const message = `Request ${field('requestId')} for ${field('dataset')} (tag ${field('tag')}, channel ${field('channel')}): ${field('status')}. ${field('statusMessage')}`;
    const ended = new Rule(this, 'Ended', {
      description: 'Requests for data that have ended, to who wants to know',
      eventPattern: { source: [this.source], detailType: [detailType] },
      targets: [new SnsTopic(this.topic, { message: RuleTargetInput.fromText(message) })],
    });
    Validations.of(ended).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'EventBridge tries for 24 hours; after that the jobs table still says how each job ended.',
    });
  }

  /** A state that tells. The job is done by then: if nobody can be told, the run goes on to `next` all the same. */
  tell(scope: Construct, id: string, notice: string, next: IChainable): EventBridgePutEvents {
    const task = EventBridgePutEvents.jsonata(scope, id, {
      entries: [{ source: this.source, detailType, detail: TaskInput.fromText(notice) }],
    });
    task.addRetry({ interval: Duration.seconds(2), maxAttempts: 4, backoffRate: 2 });
    task.addCatch(next);
    task.next(next);
    return task;
  }
}
