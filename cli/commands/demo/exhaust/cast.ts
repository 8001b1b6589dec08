import { randomUUID } from 'node:crypto';
import { conversationOf, type DemoBot, type DemoUser, demoBots, demoUsers } from './conversations.js';

/** An answer that was sent. */
export interface SentAnswer {
  readonly user: DemoUser;
  readonly event: Record<string, unknown>;
}

/** Who takes part in a demo, and all that they say. */
export interface Cast {
  readonly bots: readonly DemoBot[];
  readonly users: readonly DemoUser[];
  readonly answers: readonly SentAnswer[];
}

/** How long ago the first of them began, and how far apart in time they did; several begin in the same second. */
const [agoMs, apartMs, starts] = [120_000, 200, 50];

/** The bots have ids of their own each time, so that a demo finds nothing of an earlier one under them. */
export function makeCast(now: number, people = 500): Cast {
  const bots = demoBots.map((bot) => ({ ...bot, id: randomUUID() }));
  const users = demoUsers(people).map((user, index) => ({ ...user, bot: bots[index % bots.length] as DemoBot }));
  const answers = users.flatMap((user, index) =>
    conversationOf(user, now - agoMs + (index % starts) * apartMs).map((event) => ({ user, event })),
  );
  return { bots, users, answers };
}
