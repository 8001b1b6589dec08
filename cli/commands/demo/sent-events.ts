/** An event that was posted, as it stood in its batch. */
export interface SentEvent {
  readonly mid: string;
  /** Its JSON text: two of one text are one event, sent twice. */
  readonly text: string;
  /** Whether ingest refused it; those stand in the failed book, however often they came. */
  readonly isRefused: boolean;
}

/** What a program has posted through `fetch`. */
export interface Sent {
  /** Of batches that were answered with 200, in order: what the books call received. */
  readonly taken: readonly SentEvent[];
  /** Of all batches, whether they are answered yet or not. */
  readonly mids: ReadonlySet<string>;
  /** What stood in the way of the last batch that was not taken: `status 503`, or an error's text. */
  readonly trouble: string | undefined;
}

/**
 * Stands around a `fetch` and notes the batches that are posted to an address, and how they were answered.
 *
 * @returns a `fetch` to use in its place, and what went through it
 */
export function noteSent(fetch: typeof globalThis.fetch, address: string): { fetch: typeof fetch; sent: Sent } {
  const [taken, mids] = [[] as SentEvent[], new Set<string>()];
  const sent = { taken, mids, trouble: undefined as string | undefined };
  const noting = async (...args: Parameters<typeof fetch>): Promise<Response> => {
    const [target, init] = args;
    if (!String(target).startsWith(address)) return fetch(...args);
    const events = eventsIn(String(init?.body ?? ''));
    for (const { mid } of events) mids.add(mid);
    try {
      const answer = await fetch(...args);
      if (answer.status === 200) {
        const refused = await refusedIn(answer.clone());
        taken.push(...events.map((event, index) => ({ ...event, isRefused: refused.has(index) })));
      } else sent.trouble = `status ${answer.status}`;
      return answer;
    } catch (error) {
      sent.trouble = String((error as Error).cause ?? error);
      throw error;
    }
  };
  return { fetch: noting, sent };
}

function eventsIn(body: string): Omit<SentEvent, 'isRefused'>[] {
  const { events } = JSON.parse(body) as { events: readonly { readonly mid: string }[] };
  return events.map((event) => ({ mid: event.mid, text: JSON.stringify(event) }));
}

/** Places of the events that the answer names as failed. */
async function refusedIn(answer: Response): Promise<ReadonlySet<number>> {
  const { result } = (await answer.json()) as { result: { failures: readonly { readonly index: number }[] } };
  return new Set(result.failures.map(({ index }) => index));
}
