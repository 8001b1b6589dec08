import { makeCast } from '../../../../../cli/commands/demo/exhaust/cast.js';
import { checkRegistrants, checkResponses } from '../../../../../cli/commands/demo/exhaust/check-rows.js';
import type { Row } from '../../../../../cli/commands/demo/exhaust/read-files.js';

const { answers, users } = makeCast(Date.UTC(2026, 10, 21, 6), 60);

/** The rows of a right file. */
const responses: readonly Row[] = answers.map(({ user, event }) => ({
  'Message ID': String(event.mid),
  'Device ID': user.id,
  'X Path': (event.context as { rollup: { l3: string } }).rollup.l3,
  'Question Response': user.consents ? '[{"1":{"text":"1 Yes"}}]' : '',
}));
const registrants: readonly Row[] = users.map(({ id, phone, consents }) => ({
  'Decrypted Device ID': consents ? phone : id,
  'Device UUID': id,
}));
const refuser = users.findIndex(({ consents }) => !consents);

/** The rows but for one, which is changed or (`undefined`) left out. */
const but = (rows: readonly Row[], at: number, change?: Row): Row[] =>
  rows.toSpliced(at, 1, ...(change ? [change] : []));

describe('the demo', () => {
  it('finds nothing wrong with the right rows, in any order', () => {
    expect(checkResponses(responses.toReversed(), answers)).toEqual({
      lines: [
        '240 rows for 240 answers sent',
        expect.stringMatching(/^240 of them share \d+ message ids/),
        '24 answers masked, of 6 people who refused',
      ],
      faults: [],
    });
    expect(checkRegistrants(registrants.toReversed(), users).faults).toEqual([]);
  });

  it.each<[string, Row[], string[]]>([
    [
      'an answer that is missing',
      but(responses, 7),
      ['expected 240 rows, found 239', expect.stringMatching(/^1 answers have no row/)],
    ],
    ['an answer that is there twice', [...responses, ...responses.slice(7, 8)], ['expected 240 rows, found 241']],
    [
      'one answer of a shared message id in the place of another',
      but(responses, 7, responses[8]),
      [expect.stringMatching(/^1 answers have no row/)],
    ],
    [
      'an answer of nobody',
      but(responses, 7, { ...responses[7], 'Device ID': 'nobody' }),
      [expect.stringMatching(/^1 answers have no row/), expect.stringMatching(/^1 rows are of no answer/)],
    ],
    [
      'an answer of who refused',
      but(responses, refuser * 4, { ...responses[refuser * 4], 'Question Response': '[]' }),
      ['1 answers of people who refused are not masked'],
    ],
    [
      'a mask where nobody refused',
      but(responses, 0, { ...responses[0], 'Question Response': '' }),
      ['answers are masked of people who did not refuse'],
    ],
  ])('finds %s', (_, rows, faults) => {
    expect(checkResponses(rows, answers).faults).toEqual(faults);
  });

  it.each<[string, Row[], string[]]>([
    [
      'a person who is missing',
      but(registrants, 0),
      ['expected 60 rows, found 59', '1 people have no row, or another name in it'],
    ],
    [
      'the number of who refused',
      but(registrants, refuser, { ...registrants[refuser], 'Encrypted Device ID': users[refuser]?.phone ?? '' }),
      ['the numbers of 1 people who refused are in it'],
    ],
  ])('finds %s', (_, rows, faults) => {
    expect(checkRegistrants(rows, users).faults).toEqual(faults);
  });
});
