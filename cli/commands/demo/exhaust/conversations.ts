import { createHash } from 'node:crypto';

/** A bot that people converse with. */
export interface DemoBot {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
}

/** A person who registered with a bot. */
export interface DemoUser {
  /** Also the device id of what they send. */
  readonly id: string;
  readonly bot: DemoBot;
  readonly phone: string;
  readonly consents: boolean;
}

interface Question {
  readonly type: 'mcq' | 'ftp';
  readonly title: string;
  readonly options: readonly string[];
}

const questions: readonly Question[] = [
  { type: 'mcq', title: 'Are you present in the OJT industry?', options: ['1 Yes', '2 No'] },
  { type: 'mcq', title: 'Which shift do you work?\n', options: ['1 Morning', '2 Evening', '3 Night'] },
  { type: 'ftp', title: 'What did you learn today, in a sentence?', options: [] },
  { type: 'ftp', title: 'Where are you? Share your location', options: [] },
];
const freeTexts = ['Lathe work, and "safety" first', '=1+1', '12.9716,77.5946', 'आज मैंने वेल्डिंग सीखी'];

const org = 'ORG_001';
export const demoBots: readonly DemoBot[] = ['Attendance Bot', 'Apprentice Diary', 'Course Feedback'].map(
  (name, index) => ({ id: uuid(`bot ${index}`), name, owner: org }),
);

/** People of all bots in turn; one in ten has refused consent. */
export function demoUsers(count: number): DemoUser[] {
  return Array.from({ length: count }, (_, index) => ({
    id: uuid(`user ${index}`),
    bot: demoBots[index % demoBots.length] as DemoBot,
    phone: `phone:9${String(index).padStart(9, '0')}`,
    consents: index % 10 !== 9,
  }));
}

/**
 * The ASSESS events of a conversation, one a question, as UCI's transformer makes them: the mid is a hash of the time to
 * the second, so that people who answer in the same second share it; `timestamp` is a local time that calls itself UTC.
 *
 * @param ets epoch milliseconds of the first answer
 */
export function conversationOf({ id, bot }: DemoUser, ets: number): Record<string, unknown>[] {
  return questions.map(({ type, title, options }, index) => {
    const at = ets + index * 7_000;
    const pick = Number.parseInt(id.slice(0, 4), 16) + index;
    const chosen = options[pick % options.length] ?? '';
    const answer =
      type === 'mcq' ? { [chosen.slice(0, 1)]: { text: chosen } } : { ans1: freeTexts[pick % freeTexts.length] };
    return {
      eid: 'ASSESS',
      ver: '3.0',
      ets: at,
      mid: `ASSESS:${createHash('md5').update(new Date(at).toISOString().slice(0, 19)).digest('hex')}`,
      actor: { id, type: 'User' },
      context: {
        channel: bot.owner,
        env: `${bot.owner}.whatsapp`,
        pdata: { id: 'prod.uci.sunbird', pid: 'uci', ver: '1.0' },
        did: id,
        sid: uuid(`session ${id}`),
        cdata: [
          { type: 'ConversationOwner', id: bot.owner },
          { type: 'Conversation', id: bot.id },
          { type: 'XPath', id: `/data/group/q${index + 1}` },
          { type: 'FormEnd', id: String(index === questions.length - 1) },
        ],
        rollup: {
          l1: bot.owner,
          l2: bot.id,
          l3: `/data/group/q${index + 1}`,
          l4: String(index === questions.length - 1),
        },
      },
      object: { id: uuid(`question ${bot.id} ${index}`), type: 'Question', ver: '1.0' },
      edata: {
        duration: 3 + (pick % 40),
        item: {
          id: uuid(`question ${bot.id} ${index}`),
          type,
          maxscore: 1,
          title,
          desc: '',
          params: options.map((text) => ({ [text.slice(0, 1)]: { text } })),
        },
        resvalues: [answer],
        score: pick % 2,
        pass: pick % 2 === 1 ? 'Yes' : 'No',
        index: 1,
      },
      tags: [],
      timestamp: new Date(at + 19_800_000).toISOString(),
    };
  });
}

/** The same id for the same text, always. */
function uuid(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return [8, 12, 16, 20, 32].map((end, index, ends) => hex.slice(ends[index - 1] ?? 0, end)).join('-');
}
