import { rmSync } from 'node:fs';

const paths = new Set<string>();
/** Signal → exit code, as shells have it. */
const signals = { SIGINT: 130, SIGTERM: 143 } as const;
let isArmed = false;

/**
 * Removes a file or a folder when this process ends, also by Ctrl-C or SIGTERM, which would end it without a word. Where
 * something else listens to these signals, when and how the process ends is left to that.
 *
 * @returns what lets it stay
 */
export function removeAtExit(path: string): () => void {
  arm();
  paths.add(path);
  return () => void paths.delete(path);
}

function arm(): void {
  if (isArmed) return;
  isArmed = true;
  process.on('exit', () => {
    for (const path of paths) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const [signal, code] of Object.entries(signals) as [keyof typeof signals, number][]) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  }
}
