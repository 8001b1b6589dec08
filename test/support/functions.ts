import type { LocalFunction } from '../../local/services/lambda/local-function.js';
import type { Outcome } from '../../local/services/lambda/messages.js';

export type FakeFunction<Event> = LocalFunction & { readonly events: Event[] };

/** A function without a worker: it remembers its events and answers as told. */
export function fakeFunction<Event>(answer: (event: Event) => Outcome | Promise<Outcome>): FakeFunction<Event> {
  const events: Event[] = [];
  const made = {
    name: 'dedup-function',
    arn: 'arn:aws:lambda:local-1:000000000000:function:dedup-function',
    events,
    invoke: async (event: Event) => {
      events.push(event);
      return answer(event);
    },
  };
  return made as unknown as FakeFunction<Event>;
}

export const failure = (errorMessage = 'broken'): Outcome => ({ error: { errorType: 'Error', errorMessage } });
