import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from '../../../../cli/commands/registry/turns.js';

/** Tasks that end when they are told to. */
function someTasks() {
  const started: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const task = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve, reject) => {
      ends.set(name, (error) => (error ? reject(error) : resolve()));
    });
  };
  const end = async (name: string, error?: Error) => {
    ends.get(name)?.(error);
    await nextTurn();
  };
  return { started, task, end };
}

describe('turns', () => {
  it('let as many tasks run at a time as there is room for', async () => {
    const { started, task, end } = someTasks();
    const turns = new Turns(2);
    await turns.take('a', task('a'));
    await turns.take('b', task('b'));
    const third = turns.take('c', task('c'));
    await nextTurn();
    const before = [...started];

    await end('b');
    await third;

    expect([before, started]).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });

  it('let two tasks of one name run one after the other', async () => {
    const { started, task, end } = someTasks();
    const turns = new Turns(5);
    await turns.take('a', task('first'));
    const second = turns.take('a', task('second'));
    await nextTurn();
    const before = [...started];

    await end('first');
    await second;

    expect([before, started]).toEqual([['first'], ['first', 'second']]);
  });

  it('let a task of several names wait for each of them, and take one place', async () => {
    const { started, task, end } = someTasks();
    const turns = new Turns(2);
    await turns.take(['a', 'b'], task('ab'));
    await turns.take(['c', 'd'], task('cd'));
    const third = turns.take(['b', 'd', 'e'], task('bde'));
    await end('ab');
    const before = [...started];

    await end('cd');
    await third;

    expect([before, started]).toEqual([
      ['ab', 'cd'],
      ['ab', 'cd', 'bde'],
    ]);
  });

  it('tell of a task that failed, to the next who comes or at the end', async () => {
    const { task, end } = someTasks();
    const [next, last] = [new Turns(2), new Turns(2)];
    for (const turns of [next, last]) {
      await turns.take('a', task('a'));
      await end('a', new Error('down'));
    }

    await expect(next.take('b', task('b'))).rejects.toThrow('down');
    await expect(last.done()).rejects.toThrow('down');
  });
});
