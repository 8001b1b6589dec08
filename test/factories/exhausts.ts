import type { Bot, Dataset, ExhaustRun } from '../../lambdas/shared/exhaust/dataset.js';
import { unreadable } from '../../lambdas/shared/exhaust/unreadable.js';
import type { ResultRecord } from '../../lambdas/shared/lake/read-result.js';
import { anEvent } from './events.js';

export const conversation = 'c5629c27-0000-4000-8000-00000000c0de';

export const aBot = (overrides: Partial<Bot> = {}): Bot => ({
  id: conversation,
  name: 'DST Form Bot',
  ownerOrgID: 'org-1',
  ...overrides,
});

/** A run of a day, about a bot. */
export const aRun = (overrides: Partial<ExhaustRun> = {}): ExhaustRun => ({
  requestId: 'R1',
  dataset: 'uci-response-exhaust',
  channel: 'org-1',
  outputFormat: 'csv',
  range: { from: '2026-11-20', to: '2026-11-20' },
  timeZone: 'Asia/Kolkata',
  bot: aBot(),
  ...overrides,
});

/** The row that a dataset of the lake makes of a record. @throws Error where it makes none */
export function rowOf<Found>(
  { name, source }: Pick<Dataset<unknown, Found>, 'name' | 'source'>,
  record: ResultRecord,
  run = aRun(),
): Found {
  const row = source.from === 'lake' ? source.read(record, run) : undefined;
  if (row === undefined || row === unreadable) throw new Error(`${name}: expected a row, found ${String(row)}`);
  return row as Found;
}

export const options = [{ 1: { text: '1 Yes' } }, { 2: { text: '2 No' } }];

/** Noon of 2026-11-20 in India. */
export const noon = Date.parse('2026-11-20T12:00:00+05:30');

export interface AnswerOverrides {
  readonly mid?: string;
  readonly syncts?: number;
  readonly fingerprint?: string;
  readonly eid?: string;
  readonly actor?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly edata?: Readonly<Record<string, unknown>>;
  readonly item?: Readonly<Record<string, unknown>>;
}

/** An answer to a bot's question, as it is stored. */
export function aStoredAnswer({ syncts = noon, context, edata, item, fingerprint, ...other }: AnswerOverrides = {}) {
  return anEvent({
    eid: 'ASSESS',
    mid: 'ASSESS:e21e',
    ets: syncts,
    syncts,
    '@timestamp': new Date(syncts).toISOString(),
    metadata: { fingerprint: fingerprint ?? 'f1' },
    actor: { id: '0000-0001', type: 'User' },
    context: {
      channel: 'org-1',
      env: 'org-1.provider',
      pdata: { id: 'prod.uci.diksha', pid: 'uci', ver: '1.0' },
      did: '0000-0001',
      sid: 'session-1',
      cdata: [
        { type: 'ConversationOwner', id: 'org-1' },
        { type: 'Conversation', id: conversation },
      ],
      rollup: { l1: 'org-1', l2: conversation, l3: '/data/group/q1', l4: 'false' },
      ...context,
    },
    edata: {
      duration: 0,
      item: {
        id: 'b74c632c',
        type: 'mcq',
        maxscore: 1,
        title: 'Are you present in the OJT Industry?\n',
        desc: '',
        params: options,
        ...item,
      },
      resvalues: [options[0]],
      score: 1,
      pass: 'Yes',
      ...edata,
    },
    ...other,
  });
}
