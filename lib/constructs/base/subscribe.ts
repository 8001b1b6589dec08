import { Validations } from 'aws-cdk-lib';
import type { ITopicSubscription, Topic } from 'aws-cdk-lib/aws-sns';

/**
 * Has a topic tell people, without a queue for what can't be delivered.
 *
 * @param reason why nothing is lost that is nowhere else
 */
export function subscribe(topic: Topic, people: readonly ITopicSubscription[], reason: string): void {
  for (const one of people) {
    Validations.of(topic.addSubscription(one)).acknowledge({ id: 'Serverless-SNSRedrivePolicy', reason });
  }
}
