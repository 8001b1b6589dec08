import type { StreamedRecord } from '../../../../local/services/kinesis/local-stream.js';
import { afterFailure, type FailureContext, type Step } from '../../../../local/services/lambda/after-failure.js';

const now = 100_000;
const context: FailureContext = {
  bisect: true,
  retryAttempts: 2,
  maxRecordAgeMs: 10_000,
  retries: 0,
  threw: true,
  progressed: false,
  now,
};

/** A record for each letter; a capital one is too old. */
function records(letters: string): StreamedRecord[] {
  return [...letters].map((letter, index) => ({
    position: index,
    next: index + 1,
    sequenceNumber: String(index),
    key: 'k',
    data: Buffer.from(letter),
    arrivedAt: letter === letter.toUpperCase() ? now - 10_001 : now - 10_000,
  }));
}

/** `deliver ab 1`: the batch and its retries, or why it is given up. */
function told(step: Step): string {
  const letters = step.batch.map(({ data }) => data.toString()).join('');
  return `${step.kind} ${letters} ${step.kind === 'deliver' ? step.retries : step.condition}`;
}

const exhausted = 'RetryAttemptsExhausted';
const tooOld = 'RecordAgeExceeded';

describe('after a failure', () => {
  it.each<[string, string, Partial<FailureContext>, string[]]>([
    ['a batch that made the function throw is halved', 'abcd', {}, ['deliver ab 0', 'deliver cd 0']],
    ['the first half is the larger one', 'abc', {}, ['deliver ab 0', 'deliver c 0']],
    ['halving uses up no retry', 'ab', { retries: 1 }, ['deliver a 1', 'deliver b 1']],
    ['halving goes on when all retries are used up', 'ab', { retries: 2 }, ['deliver a 2', 'deliver b 2']],
    ['a batch is not halved where the mapping says so', 'ab', { bisect: false }, ['deliver ab 1']],
    ['a record alone is tried again', 'a', {}, ['deliver a 1']],
    ['a record alone is tried again to the last retry', 'a', { retries: 1 }, ['deliver a 2']],
    ['a record alone is given up after it', 'a', { retries: 2 }, [`give-up a ${exhausted}`]],
    ['a mapping without retries gives up at once', 'a', { retryAttempts: 0 }, [`give-up a ${exhausted}`]],
    [
      'a mapping without limit tries for ever',
      'a',
      { retries: 99, retryAttempts: Number.POSITIVE_INFINITY },
      ['deliver a 100'],
    ],
    ['the rest of a partial response is not halved', 'abc', { threw: false }, ['deliver abc 1']],
    [
      'the rest of a partial response that got on begins anew',
      'bc',
      { threw: false, progressed: true, retries: 2 },
      ['deliver bc 0'],
    ],
    [
      'the rest of a partial response is given up whole',
      'bc',
      { threw: false, retries: 2 },
      [`give-up bc ${exhausted}`],
    ],
    ['what is too old is given up', 'AB', {}, [`give-up AB ${tooOld}`]],
    ['what is young is tried again after that', 'ABc', {}, [`give-up AB ${tooOld}`, 'deliver c 1']],
    ['what is young is halved after that', 'Abc', {}, [`give-up A ${tooOld}`, 'deliver b 0', 'deliver c 0']],
    ['what is young may be given up too', 'Ab', { retries: 2 }, [`give-up A ${tooOld}`, `give-up b ${exhausted}`]],
    ['order is kept: behind a young record an old one stays', 'aBc', { bisect: false }, ['deliver aBc 1']],
  ])('%s', (_, batch, overrides, expected) => {
    const steps = afterFailure(records(batch), { ...context, ...overrides });

    expect(steps.map(told)).toEqual(expected);
  });
});
