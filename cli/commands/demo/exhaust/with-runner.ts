import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Running } from '../../../../local/start.js';
import { removeAtExit } from '../../../terminal/remove-at-exit.js';

/** Runs with a folder that goes when it is done, and when this process ends before. */
export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sunstream-demo-'));
  const forget = removeAtExit(folder);
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    forget();
  }
}

/**
 * Runs against a runner of its own, in a folder that goes with it, whether the run ends, fails, or is given up.
 *
 * @param giveUp rejects when the run is to be given up; what it still does then is of no account
 */
export function withOwnRunner<T>(
  start: (folder: string) => Promise<Running>,
  run: (info: Running['info']) => Promise<T>,
  giveUp: Promise<never>,
): Promise<T> {
  return withFolder(async (folder) => {
    const starting = start(folder);
    try {
      const { info } = await Promise.race([starting, giveUp]);
      return await Promise.race([run(info), giveUp]);
    } finally {
      // Also one that is still coming up: it would write into a folder that is gone.
      const started = await starting.catch(() => undefined);
      await started?.stop();
    }
  });
}

/** Exit code after Ctrl-C, as shells have it. */
export const interruptedCode = 130;

/** What Ctrl-C, or a SIGTERM, ends. */
export class Interrupted extends Error {}

/** Rejects by `Interrupted` at the first Ctrl-C. The second ends the process at once, and what is to go at its exit goes. */
export function onInterrupt(say: () => void): Promise<never> {
  const interrupted = new Promise<never>((_, reject) => {
    const onSignal = () => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(interruptedCode));
      // What is given up fails in its own time, by a runner that is gone.
      process.on('unhandledRejection', () => undefined);
      say();
      reject(new Interrupted('interrupted'));
    };
    process.once('SIGINT', onSignal);
    process.once('SIGTERM', onSignal);
  });
  interrupted.catch(() => undefined);
  return interrupted;
}
