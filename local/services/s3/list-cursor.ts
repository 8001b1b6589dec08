import { AwsError } from '../../calls/aws-error.js';
import { compareKeys } from './walk-keys.js';

/** Where a listing stands: behind one key, or behind all the keys that a common prefix stands for. */
export interface Cursor {
  readonly kind: 'key' | 'prefix';
  readonly text: string;
}

/** Whether a key was listed before the cursor. */
export function isPassed(key: string, { kind, text }: Cursor): boolean {
  return compareKeys(key, text) <= 0 || (kind === 'prefix' && key.startsWith(text));
}

/** Whether everything in a folder was listed before the cursor. */
export function isFolderPassed(folder: string, { kind, text }: Cursor): boolean {
  if (text.startsWith(folder) && text !== folder) return false;
  if (folder.startsWith(text)) return kind === 'prefix';
  return compareKeys(folder, text) < 0;
}

export function writeToken({ kind, text }: Cursor): string {
  return Buffer.from(`${kind}:${text}`).toString('base64url');
}

/** @throws AwsError for what `writeToken` has not written */
export function readToken(token: string): Cursor {
  const [, kind, text] = /^(key|prefix):(.*)$/s.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (kind === undefined || text === undefined) {
    throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return { kind: kind as Cursor['kind'], text };
}
