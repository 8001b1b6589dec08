import { Annotations, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { subscribe } from '../base/subscribe.js';

/**
 * Where alarms are told, over TLS alone. Not encrypted at rest: an alarm says names and numbers, never an event, CloudWatch
 * can't use the AWS-managed key, and a key of our own costs $1 a month.
 */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id, { displayName: `Sunstream ${config.stage}`, enforceSSL: true });
    // A policy of its own takes the place of the one that lets the account's services in.
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LetAlarmsPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    subscribe(
      this,
      config.alarms.emails.map((address) => new EmailSubscription(address)),
      'CloudWatch keeps the state and the history of each alarm, whoever could be told.',
    );
    if (config.retainData && config.alarms.emails.length === 0) {
      Annotations.of(this).addWarningV2('sunstream:nobody-told', nobodyTold(config.stage));
    }
  }
}

const nobodyTold = (stage: string) =>
  `alarms.emails is empty: nobody is told when this stage loses or delays events. Put an address into lib/config/stages/${stage}.ts, or subscribe your chat or paging to the stack's output AlarmTopic.`;
