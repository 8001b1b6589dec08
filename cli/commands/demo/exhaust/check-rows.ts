import type { SentAnswer } from './cast.js';
import type { DemoUser } from './conversations.js';
import type { Row } from './read-files.js';

/** What stood in a file, and what is wrong with it: a sentence each. */
export interface Verdict {
  readonly lines: readonly string[];
  readonly faults: readonly string[];
}

/** Judges the rows of a response exhaust by what was sent to its bot. */
export function checkResponses(rows: readonly Row[], sent: readonly SentAnswer[]): Verdict {
  const wanted = new Map(sent.map((answer) => [keyOfSent(answer), answer]));
  const found = rows.map(keyOfRow);
  const missing = [...wanted.keys()].filter((key) => !found.includes(key));
  const strange = found.filter((key) => !wanted.has(key));
  const refused = new Set(sent.filter(({ user }) => !user.consents).map(({ user }) => user.id));
  const ofRefused = rows.filter((row) => refused.has(row['Device ID'] ?? ''));
  const masked = rows.filter((row) => row['Question Response'] === '');
  const open = ofRefused.filter((row) => row['Question Response'] !== '');
  const mids = new Map<string, number>();
  for (const { event } of sent) mids.set(String(event.mid), (mids.get(String(event.mid)) ?? 0) + 1);
  const shared = [...mids.values()].filter((count) => count > 1);

  return {
    lines: [
      `${rows.length} rows for ${sent.length} answers sent`,
      `${shared.reduce((sum, count) => sum + count, 0)} of them share ${shared.length} message ids, as real bots' do`,
      `${masked.length} answers masked, of ${refused.size} people who refused`,
    ],
    faults: [
      ...fault(rows.length !== sent.length, `expected ${sent.length} rows, found ${rows.length}`),
      ...fault(missing.length > 0, `${missing.length} answers have no row, the first is ${missing[0]}`),
      ...fault(strange.length > 0, `${strange.length} rows are of no answer, the first is ${strange[0]}`),
      ...fault(open.length > 0, `${open.length} answers of people who refused are not masked`),
      ...fault(masked.length > ofRefused.length, `answers are masked of people who did not refuse`),
    ],
  };
}

/** Judges the rows of a private exhaust by who is registered with its bot. */
export function checkRegistrants(rows: readonly Row[], users: readonly DemoUser[]): Verdict {
  const refused = users.filter(({ consents }) => !consents);
  const byId = new Map(rows.map((row) => [row['Device UUID'], row]));
  const wrong = users.filter(({ id, phone, consents }) => {
    const row = byId.get(id);
    return row?.['Decrypted Device ID'] !== (consents ? phone : id);
  });
  const numbers = refused.filter(({ phone }) => rows.some((row) => Object.values(row).includes(phone)));
  return {
    lines: [
      `${rows.length} rows for ${users.length} people, ${refused.length} of whom refused and have no number in it`,
    ],
    faults: [
      ...fault(rows.length !== users.length, `expected ${users.length} rows, found ${rows.length}`),
      ...fault(wrong.length > 0, `${wrong.length} people have no row, or another name in it`),
      ...fault(numbers.length > 0, `the numbers of ${numbers.length} people who refused are in it`),
    ],
  };
}

const fault = (isOne: boolean, text: string): string[] => (isOne ? [text] : []);

/** People who answer in the same second share a mid: person and question are what tells their answers apart. */
function keyOfSent({ user, event }: SentAnswer): string {
  const { rollup } = event.context as { readonly rollup: { readonly l3: string } };
  return [event.mid, user.id, rollup.l3].join(' ');
}

function keyOfRow(row: Row): string {
  return [row['Message ID'], row['Device ID'], row['X Path']].join(' ');
}
