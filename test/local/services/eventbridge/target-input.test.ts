import fc from 'fast-check';
import { readTargetInput } from '../../../../local/services/eventbridge/target-input.js';

const event = { source: 'sunstream', detail: { requestId: 'A1', message: 'No "data" found', rows: 3 } };
const transformed = (InputTemplate: string) => ({
  InputTransformer: {
    InputPathsMap: { id: '$.detail.requestId', why: '$.detail.message', rows: '$.detail.rows' },
    InputTemplate,
  },
});

describe("a target's input", () => {
  it.each([
    ['the whole event', {}, JSON.stringify(event)],
    ['a constant', { Input: '{"a":1}' }, '{"a":1}'],
    ['a part of the event', { InputPath: '$.detail.rows' }, '3'],
    ['a text with names', transformed('"Job <id>: <why>, <rows> rows"'), 'Job A1: No "data" found, 3 rows'],
    ['a document with names', transformed('{"id":<id>,"rows":<rows>}'), '{"id":"A1","rows":3}'],
  ])('is %s', (_, target, expected) => {
    expect(readTargetInput(target, 'Rule')(event)).toBe(expected);
  });

  it('holds any text of an event as it is', () => {
    fc.assert(
      fc.property(fc.string(), (message) => {
        const inputOf = readTargetInput(transformed('"why: <why>"'), 'Rule');

        expect(inputOf({ detail: { message } })).toBe(`why: ${message}`);
      }),
    );
  });

  it('refuses a path that it does not know', () => {
    expect(() => readTargetInput({ InputPath: '$.detail[0]' }, 'Rule')(event)).toThrow(
      'Rule: expected a path such as $.detail.name, found $.detail[0].',
    );
  });
});
