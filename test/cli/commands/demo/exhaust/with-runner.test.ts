import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withOwnRunner } from '../../../../../cli/commands/demo/exhaust/with-runner.js';
import type { Running } from '../../../../../local/start.js';

const never = new Promise<never>(() => undefined);

/** A runner that writes into its folder until it is stopped, and notes the order of what happens. */
function aStart(isUp: Promise<unknown> = Promise.resolve()) {
  const events: string[] = [];
  const folders: string[] = [];
  const start = async (folder: string): Promise<Running> => {
    folders.push(folder);
    await isUp;
    const write = () => writeFileSync(join(folder, 'late'), '');
    write();
    events.push('up');
    const stop = async () => {
      write();
      events.push('stopped');
      return [];
    };
    return { info: {}, stop } as unknown as Running;
  };
  return { start, events, isGone: () => folders.length === 1 && !existsSync(String(folders[0])) };
}

describe('a runner of the demo’s own', () => {
  it('is stopped when the demo is done, and its folder is gone', async () => {
    const { start, events, isGone } = aStart();

    expect(await withOwnRunner(start, async () => 'done', never)).toBe('done');
    expect([events, isGone()]).toEqual([['up', 'stopped'], true]);
  });

  it('is stopped when the demo fails', async () => {
    const { start, events, isGone } = aStart();

    await expect(withOwnRunner(start, () => Promise.reject(new Error('a fault')), never)).rejects.toThrow('a fault');
    expect([events, isGone()]).toEqual([['up', 'stopped'], true]);
  });

  it('is stopped when the demo is given up while it plays', async () => {
    const { start, events, isGone } = aStart();
    let giveUp = (_: Error): void => undefined;
    const givenUp = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    const play = () => {
      giveUp(new Error('Ctrl-C'));
      return never;
    };

    await expect(withOwnRunner(start, play, givenUp)).rejects.toThrow('Ctrl-C');
    expect([events, isGone()]).toEqual([['up', 'stopped'], true]);
  });

  it('is waited for and stopped when the demo is given up before it is up', async () => {
    let comeUp = (): void => undefined;
    const isUp = new Promise<void>((resolve) => {
      comeUp = resolve;
    });
    const { start, events, isGone } = aStart(isUp);
    const play = jest.fn();

    const running = withOwnRunner(start, play, Promise.reject(new Error('Ctrl-C')));
    comeUp();

    await expect(running).rejects.toThrow('Ctrl-C');
    expect([events, isGone(), play.mock.calls.length]).toEqual([['up', 'stopped'], true, 0]);
  });

  it('that does not come up leaves nothing either', async () => {
    const { start, isGone } = aStart(Promise.reject(new Error('no port')));

    await expect(withOwnRunner(start, async () => 1, never)).rejects.toThrow('no port');
    expect(isGone()).toBe(true);
  });
});
