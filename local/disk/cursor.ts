import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A small piece of state that survives a crash: written beside the old one, then renamed over it. */
export class Cursor<T> {
  private current: T;

  constructor(
    private readonly path: string,
    initial: T,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.current = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : initial;
  }

  get value(): T {
    return this.current;
  }

  set value(next: T) {
    writeFileSync(`${this.path}.new`, JSON.stringify(next));
    renameSync(`${this.path}.new`, this.path);
    this.current = next;
  }
}
