import { join } from 'node:path';
import { isAllowed, readStatements } from '../iam/policy.js';
import type { EventRule } from '../stores/events/event-bus.js';
import { readPattern } from '../stores/events/event-pattern.js';
import { readTargetInput } from '../stores/events/target-input.js';
import { LocalTopic } from '../stores/sns/local-topic.js';
import type { Properties, Template } from '../template/template.js';

/** The template's topics, by ARN, with their subscribers. */
export function makeTopics(template: Template, folder: string): Map<string, LocalTopic> {
  const subscriptions = template.ofType('AWS::SNS::Subscription').map(({ properties }) => properties);
  return new Map(
    template.ofType('AWS::SNS::Topic').map(({ id }) => {
      const [name, arn] = [template.nameOf(id), template.arnOf(id)];
      const subscribers = subscriptions
        .filter(({ TopicArn }) => TopicArn === arn)
        .map(({ Protocol, Endpoint }) => ({ protocol: String(Protocol), endpoint: String(Endpoint) }));
      return [arn, new LocalTopic(name, arn, join(folder, `${name}.jsonl`), subscribers)];
    }),
  );
}

/** The template's rules. @throws Error naming a target that is no topic of the template or may not be published to */
export function makeEventRules(template: Template, topics: ReadonlyMap<string, LocalTopic>): EventRule[] {
  return template.ofType('AWS::Events::Rule').map(({ id, properties }) => {
    const matches = readPattern(properties.EventPattern ?? {}, id);
    const targets = ((properties.Targets ?? []) as Properties[]).map((target) => {
      const topic = topics.get(target.Arn);
      if (!topic) throw new Error(`${id}: expected a topic of this template as its target, found ${target.Arn}.`);
      requirePublish(template, topic, id);
      return { topic, inputOf: readTargetInput(target, id) };
    });
    return {
      name: template.nameOf(id),
      matches: (event) => properties.State !== 'DISABLED' && matches(event),
      deliver: async (event) => {
        for (const { topic, inputOf } of targets) topic.publish({ message: inputOf(event) });
      },
    };
  });
}

/** "EventBridge resource-based policies": a rule publishes as the service, which the topic's own policy must allow. */
function requirePublish(template: Template, topic: LocalTopic, rule: string): void {
  const statements = template
    .ofType('AWS::SNS::TopicPolicy')
    .filter(({ properties }) => properties.Topics.includes(topic.arn))
    .flatMap(({ id, properties }) => readStatements(properties.PolicyDocument, id))
    .filter(({ principals }) => principals.includes('events.amazonaws.com') || principals.includes('*'));
  if (isAllowed(statements, { action: 'sns:Publish', resource: topic.arn })) return;
  throw new Error(`${rule}: EventBridge may not publish to ${topic.name}. Grant it with an AWS::SNS::TopicPolicy.`);
}
