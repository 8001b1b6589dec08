import type { KinesisStreamRecord } from 'aws-lambda';
import type { Invoked } from '../../../lambdas/redrive/invoke-halves.js';
import { redriveObject } from '../../../lambdas/redrive/redrive-object.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { someEvents } from '../../factories/events.js';
import { aFrame, arrival } from '../../factories/frames.js';
import { aKinesisEvent } from '../../factories/kinesis-events.js';
import { anUndelivered, undeliveredKey } from '../../factories/undelivered.js';
import { fakeObjects } from '../../fakes/fake-objects.js';

const key = undeliveredKey(arrival);
const numbers = (records: readonly KinesisStreamRecord[]) => records.map(({ kinesis }) => kinesis.sequenceNumber);

type Answer = (numbers: readonly string[]) => Invoked;
const allDone: Answer = (all) => ({ answer: { batchItemFailures: [], counts: { forwarded: all.length } } });

function aWorld(
  answer: Answer = allDone,
  text: string | undefined = anUndelivered(aKinesisEvent(someFrames(4)).Records),
) {
  const objects = fakeObjects(text === undefined ? {} : { [key]: text });
  const ports = {
    ...objects,
    remainingMs: () => 900_000,
    invocationMs: 60_000,
    async invoke(records: readonly KinesisStreamRecord[]) {
      objects.effects.push(`invoke ${numbers(records)}`);
      return answer(numbers(records));
    },
  };
  const left = () => JSON.parse(JSON.parse(String(objects.held.get(key))).payload).Records as KinesisStreamRecord[];
  return { ports, effects: objects.effects, held: objects.held, left };
}

const someFrames = (count: number) => Array.from({ length: count }, () => aFrame(someEvents(3)).data);
const task = { key, dryRun: false };

describe('a redrive of an undelivered object', () => {
  it('hands its records to the stage at once, and removes it only then', async () => {
    const { ports, effects, held } = aWorld();

    const { counts, problems } = await redriveObject(task, ports);

    expect(effects).toEqual(['invoke 1,2,3,4', `remove ${key}`]);
    expect(held.size).toBe(0);
    expect(counts).toEqual({ objects: 1, frames: 4, through: 4, left: 0, forwarded: 4 });
    expect(problems).toEqual([]);
  });

  it('gives the others their way where one frame makes the stage fail, and keeps that one', async () => {
    const poison: Answer = (all) => (all.includes('3') ? { error: 'Error: broken' } : allDone(all));
    const { ports, effects, left } = aWorld(poison);

    const { counts, problems } = await redriveObject(task, ports);

    expect(effects).toEqual(['invoke 1,2,3,4', 'invoke 1,2', 'invoke 3,4', 'invoke 3', 'invoke 4', `write ${key}`]);
    expect(numbers(left())).toEqual(['3']);
    expect(counts).toEqual({ objects: 1, frames: 4, through: 3, left: 1, forwarded: 3 });
    expect(problems).toEqual([{ key, problem: 'the stage failed: Error: broken' }]);
  });

  it('keeps what the stage reports as not passed on, from there on', async () => {
    const partial: Answer = () => ({
      answer: { batchItemFailures: [{ itemIdentifier: '3' }], counts: { forwarded: 2 } },
    });
    const { ports, left } = aWorld(partial);

    const { counts } = await redriveObject(task, ports);

    expect(numbers(left())).toEqual(['3', '4']);
    expect(counts).toEqual({ objects: 1, frames: 4, through: 2, left: 2, forwarded: 2 });
  });

  it('leaves the object as it is where nothing went through', async () => {
    const { ports, effects } = aWorld(() => ({ error: 'Error: broken' }));

    const { counts } = await redriveObject(task, ports);

    expect(effects.filter((effect) => !effect.startsWith('invoke'))).toEqual([]);
    expect(counts).toMatchObject({ through: 0, left: 4 });
  });

  it('leaves the object as it is where the stage can not be invoked', async () => {
    const { ports, held } = aWorld(() => {
      throw new DependencyError('Lambda dedup: could not be invoked');
    });

    await expect(redriveObject(task, ports)).rejects.toThrow(DependencyError);

    expect(held.get(key)).toBe(anUndelivered(aKinesisEvent(someFrames(4)).Records));
  });

  it('starts no invocation that might not end in time', async () => {
    const { ports, effects } = aWorld();

    const { counts } = await redriveObject(task, { ...ports, remainingMs: () => 59_999 });

    expect(effects).toEqual([]);
    expect(counts).toMatchObject({ left: 4 });
  });

  it('only counts in a dry run', async () => {
    const { ports, effects } = aWorld(
      allDone,
      anUndelivered(aKinesisEvent([...someFrames(2), Buffer.from('no')]).Records),
    );

    const { counts } = await redriveObject({ ...task, dryRun: true }, ports);

    expect(counts).toEqual({ objects: 1, frames: 3, events: 6 });
    expect(effects).toEqual([]);
  });

  it('counts what Lambda did not write as unreadable, and leaves it', async () => {
    const { ports, effects } = aWorld(allDone, 'PK');

    const { counts, problems } = await redriveObject(task, ports);

    expect(counts).toEqual({ objects: 1, unreadable: 1 });
    expect(problems).toEqual([{ key, problem: expect.stringContaining('expected a JSON object') }]);
    expect(effects).toEqual([]);
  });

  it('passes by what was given up before the time that was asked for, and what is gone', async () => {
    const { ports, effects } = aWorld();
    const gone = undeliveredKey(arrival + 1_000);

    const older = await redriveObject({ ...task, since: arrival + 1 }, ports);
    const missing = await redriveObject({ ...task, key: gone }, ports);

    expect([older.counts, missing.counts]).toEqual([{ older: 1 }, {}]);
    expect(effects).toEqual([]);
    expect((await redriveObject({ ...task, since: arrival }, ports)).counts).toMatchObject({ through: 4 });
  });
});
