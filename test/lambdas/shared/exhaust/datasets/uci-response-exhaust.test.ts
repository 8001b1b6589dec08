import { layoutOf } from '../../../../../lambdas/exhaust-write/layouts.js';
import { uciResponseExhaust } from '../../../../../lambdas/shared/exhaust/datasets/uci-response-exhaust.js';
import { type AnswerOverrides, aRun, aStoredAnswer, conversation, rowOf } from '../../../../factories/exhausts.js';

const header =
  'Message ID,Conversation ID,Conversation Name,Device ID,Session ID,Question Id,Question Type,Question Title,' +
  'Question Description,Question Duration,Question Score,Question Max Score,Question Options,Question Response,X Path,' +
  'Eof,Timestamp,@timestamp\n';
const optionsCell = String.raw`"[{\"1\":{\"text\":\"1 Yes\"}},{\"2\":{\"text\":\"2 No\"}}]"`;
const answerCell = String.raw`"[{\"1\":{\"text\":\"1 Yes\"}}]"`;

const read = (event: object) => {
  const { source } = uciResponseExhaust;
  return source.from === 'lake' ? source.read({ line: JSON.stringify(event) }, aRun()) : undefined;
};
const layout = (refused: readonly string[] = []) =>
  layoutOf(
    uciResponseExhaust,
    { run: aRun(), refused: new Set(refused) },
    { dialect: 'spark', neutraliseFormulas: false },
  );

/** The line of an event that is in the result. */
const lineOf = (overrides: AnswerOverrides = {}, refused: readonly string[] = []) => {
  return layout(refused).line(rowOf(uciResponseExhaust, { line: JSON.stringify(aStoredAnswer(overrides)) }));
};
/** One cell without a comma or a quote, by its header. */
const cellOf = (name: string, overrides: AnswerOverrides) => {
  const at = header.trimEnd().split(',').indexOf(name);
  const before = at < 12;
  const cells = lineOf(overrides).trimEnd().split(',');
  return before ? cells[at] : cells.at(at - 18);
};

describe('uci-response-exhaust', () => {
  it('writes Sunbird’s published row, byte for byte, with the columns of later releases', () => {
    expect(layout().head + lineOf()).toBe(
      header +
        `ASSESS:e21e,${conversation},DST Form Bot,0000-0001,session-1,b74c632c,mcq,` +
        `"Are you present in the OJT Industry?","",0,1,1,${optionsCell},${answerCell},/data/group/q1,false,` +
        '2026-11-20T06:30:00.000Z,2026-11-20T06:30:00.000Z\n',
    );
  });

  it('keeps the row of who refused, and masks what was answered', () => {
    const line = lineOf({}, ['0000-0001']);

    expect(line).toContain(`,${optionsCell},"",/data/group/q1,`);
    expect(line).not.toContain(answerCell);
    expect(lineOf({}, ['0000-0002'])).toContain(answerCell);
  });

  it.each([
    ['Question Duration', { edata: { duration: 2.5 } }, '3'],
    ['Question Duration', { edata: { duration: undefined } }, ''],
    ['Question Score', { edata: { score: 0.5 } }, '0.5'],
    ['Question Max Score', { item: { maxscore: undefined } }, ''],
    ['Session ID', { context: { sid: undefined } }, ''],
    ['Session ID', { context: { sid: '' } }, '""'],
    ['Eof', { context: { rollup: { l4: true } } }, 'true'],
    ['X Path', { context: { rollup: 'none' } }, ''],
  ])('%s of %j is %s', (name, overrides, cell) => {
    expect(cellOf(name, overrides)).toBe(cell);
  });

  it('writes a free text as it was typed, with its quotes escaped twice', () => {
    const line = lineOf({ item: { type: 'ftp', params: [] }, edata: { resvalues: [{ ans1: 'a "b", c\\' }] } });

    expect(line).toContain(String.raw`,[],"[{\"ans1\":\"a \\\"b\\\", c\\\\\"}]",`);
  });

  it.each([
    ['another conversation', [{ type: 'Conversation', id: 'c-2' }]],
    ['the id under another type', [{ type: 'ConversationOwner', id: conversation }]],
    ['the id in two halves', [{ type: 'Conversation' }, { id: conversation }]],
    ['no list', { type: 'Conversation', id: conversation }],
    ['no entries', [null, 'Conversation', 7]],
    ['nothing', undefined],
  ])('leaves out an event whose cdata is %s, though its line mentions the conversation', (_, cdata) => {
    expect(read(aStoredAnswer({ context: { cdata } }))).toBeUndefined();
  });
});
