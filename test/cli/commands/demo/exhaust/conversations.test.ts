import { conversationOf, demoBots, demoUsers } from '../../../../../cli/commands/demo/exhaust/conversations.js';
import { judgeEvent, schemasAlone } from '../../../../../lambdas/shared/telemetry/judge-event.js';

const ets = Date.UTC(2026, 10, 21, 6);
const events = demoUsers(500).flatMap((user, index) => conversationOf(user, ets + (index % 50) * 200));

describe('the conversations of the demo', () => {
  it('are of 500 people with three bots, some of whom refused consent', () => {
    const users = demoUsers(500);

    expect(new Set(users.map(({ id }) => id)).size).toBe(500);
    expect(new Set(users.map(({ bot }) => bot.id))).toEqual(new Set(demoBots.map(({ id }) => id)));
    expect(users.filter(({ consents }) => !consents)).toHaveLength(50);
  });

  it('are valid as they are', () => {
    const verdicts = events.map((event) => judgeEvent(event, { ...schemasAlone, profileOf: () => 'strict' }));

    expect(verdicts.flatMap(({ fault }) => fault ?? [])).toEqual([]);
  });

  it('share mids as a real bot’s do', () => {
    expect(new Set(events.map(({ mid }) => mid)).size).toBeLessThan(events.length / 2);
  });
});
