import { type Cursor, isFolderPassed, isPassed, readToken, writeToken } from './list-cursor.js';
import { walkKeys } from './walk-keys.js';

/** Members as ListObjectsV2 has them. */
export interface ListQuery {
  readonly prefix?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly startAfter?: string | undefined;
  readonly continuationToken?: string | undefined;
  /** Keys and common prefixes of one page; S3 gives 1,000 at most. */
  readonly maxKeys?: number | undefined;
}

/** One page of names, in the order of S3. */
export interface KeyPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  readonly nextContinuationToken?: string | undefined;
}

const largestPage = 1000;

/** Lists the files under a bucket's folder as S3 lists objects. */
export async function listPage(root: string, query: ListQuery): Promise<KeyPage> {
  const { prefix = '', delimiter = '', maxKeys = largestPage } = query;
  const size = Math.min(maxKeys, largestPage);
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let cursor = startOf(query);

  const page = (isTruncated: boolean): KeyPage => {
    const nextContinuationToken = isTruncated ? writeToken(cursor) : undefined;
    return { keys, commonPrefixes, isTruncated, nextContinuationToken };
  };
  const enters = (folder: string) =>
    (folder.startsWith(prefix) || prefix.startsWith(folder)) && !isFolderPassed(folder, cursor);

  if (size === 0) return page(false);
  for await (const key of walkKeys(root, enters)) {
    if (!key.startsWith(prefix) || isPassed(key, cursor)) continue;
    if (keys.length + commonPrefixes.length === size) return page(true);
    const common = commonPrefixOf(key, prefix, delimiter);
    cursor = common === undefined ? { kind: 'key', text: key } : { kind: 'prefix', text: common };
    if (common === undefined) keys.push(key);
    else commonPrefixes.push(common);
  }
  return page(false);
}

function startOf({ continuationToken, startAfter = '' }: ListQuery): Cursor {
  return continuationToken === undefined ? { kind: 'key', text: startAfter } : readToken(continuationToken);
}

/** What is between the prefix and the first delimiter behind it. */
function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}
