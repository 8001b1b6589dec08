import { AwsError } from '../../../../calls/aws-error.js';
import type { Input } from '../../../../calls/json-service.js';
import { defaultBus } from '../../../eventbridge/event-bus.js';
import { StateError } from '../state-error.js';
import type { Integration, Services } from './integration.js';

/** "Add EventBridge events with Step Functions": a Detail may be an object, and an entry that is refused fails the task. */
export function eventsPutEvents({ gate, role, bus }: Services): Integration {
  return async (args) => {
    const entries = (args.Entries ?? []) as Input[];
    try {
      gate.check(role, [{ action: 'events:PutEvents', resource: defaultBus }]);
      const texts = entries.map((entry) => ({ ...entry, Detail: textOf(entry.Detail) }));
      const answer = await bus.put(texts);
      if (answer.FailedEntryCount === 0) return answer;
      throw new StateError('EventBridge.FailedEntry', JSON.stringify(answer));
    } catch (error) {
      if (error instanceof AwsError) throw new StateError(`EventBridge.${error.code}`, error.message);
      throw error;
    }
  };
}

const textOf = (detail: unknown): unknown => (typeof detail === 'object' ? JSON.stringify(detail) : detail);
