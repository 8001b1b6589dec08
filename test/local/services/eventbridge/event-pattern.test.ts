import { readPattern } from '../../../../local/services/eventbridge/event-pattern.js';

const event = { source: 'sunstream', 'detail-type': 'Job', detail: { status: 'SUCCESS', tries: 2, tags: ['a', 'b'] } };

describe('an event pattern', () => {
  it.each([
    ['an exact value', { source: ['sunstream'] }, true],
    ['one of several values', { detail: { status: ['FAILED', 'SUCCESS'] } }, true],
    ['a number', { detail: { tries: [2] } }, true],
    ['all of its members', { source: ['sunstream'], detail: { status: ['FAILED'] } }, false],
    ['any member of a list', { detail: { tags: ['b'] } }, true],
    ['a prefix', { detail: { status: [{ prefix: 'SUC' }] } }, true],
    ['a suffix', { detail: { status: [{ suffix: 'SUC' }] } }, false],
    ['what is there', { detail: { other: [{ exists: true }] } }, false],
    ['what is not there', { detail: { other: [{ exists: false }] } }, true],
    ['anything but some values', { detail: { status: [{ 'anything-but': ['SUCCESS', 'x'] }] } }, false],
    ['nothing below a value that is none', { detail: { status: { deeper: ['x'] } } }, false],
  ])('is matched by %s', (_, pattern, expected) => {
    expect(readPattern(pattern, 'Rule')(event)).toBe(expected);
  });

  it.each([
    [{ source: 'sunstream' }, `Rule.source: a pattern's leaf is expected to be a list, found "sunstream".`],
    [{ source: [{ cidr: '10.0.0.0/8' }] }, 'Rule.source: expected one of prefix, suffix, exists, anything-but, found'],
  ])('that is not known is refused: %j', (pattern, message) => {
    expect(() => readPattern(pattern, 'Rule')).toThrow(message);
  });
});
