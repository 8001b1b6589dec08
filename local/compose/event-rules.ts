import { join } from 'node:path';
import { isAllowed, readStatements } from '../calls/policy.js';
import type { EventRule } from '../services/eventbridge/event-bus.js';
import { readPattern } from '../services/eventbridge/event-pattern.js';
import { readTargetInput } from '../services/eventbridge/target-input.js';
import { invokeAsync } from '../services/lambda/invoke-async.js';
import type { LocalFunction } from '../services/lambda/local-function.js';
import { LocalTopic } from '../services/sns/local-topic.js';
import type { Template } from '../template/template.js';
import type { Properties } from '../template/types.js';
import { requireInvokeByRule } from './invoke-permission.js';

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

/** What rules pass events on to. */
export interface RuleTargets {
  readonly topics: ReadonlyMap<string, LocalTopic>;
  /** By ARN; they are made after the rules. */
  readonly functions: () => ReadonlyMap<string, LocalFunction>;
}

/** The template's rules. @throws Error naming a target that is not of the template, or that a rule has no right to */
export function makeEventRules(template: Template, targets: RuleTargets): EventRule[] {
  return template.ofType('AWS::Events::Rule').map(({ id, properties }) => {
    const matches = readPattern(properties.EventPattern ?? {}, id);
    const delivers = ((properties.Targets ?? []) as Properties[]).map((target) => {
      const inputOf = readTargetInput(target, id);
      const pass = passTo(template, target.Arn, id, targets);
      return (event: unknown) => pass(inputOf(event));
    });
    return {
      name: template.nameOf(id),
      matches: (event) => properties.State !== 'DISABLED' && matches(event),
      deliver: async (event) => {
        for (const deliver of delivers) await deliver(event);
      },
    };
  });
}

/** @returns what gives a target its input */
function passTo(template: Template, arn: string, rule: string, { topics, functions }: RuleTargets) {
  const topic = topics.get(arn);
  if (topic) {
    requirePublish(template, topic, rule);
    return async (message: string) => topic.publish({ message });
  }
  const fn = template.ofType('AWS::Lambda::Function').find(({ id }) => template.arnOf(id) === arn);
  if (!fn) throw new Error(`${rule}: expected a topic or a function of this template as its target, found ${arn}.`);
  requireInvokeByRule(template, { arn, name: template.nameOf(fn.id) }, template.arnOf(rule), rule);
  return (input: string) => invokeAsync(functions().get(arn) as LocalFunction, JSON.parse(input));
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
