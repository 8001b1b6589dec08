import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { type KeyPage, type ListQuery, listPage } from '../../../../local/services/s3/list-page.js';
import { newFolder } from './local-s3.js';

/** Names that sort around the slash, and above the range in which JavaScript sorts as UTF-8 does. */
const segment = fc.constantFrom('a', 'a b', 'a-', 'a.', 'a0', 'b=1', 'é', '\uffee', '😀');
const keys = fc
  .uniqueArray(
    fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
    { maxLength: 12 },
  )
  .map((all) => all.filter((key) => !all.some((other) => other.startsWith(`${key}/`))));
const queries = fc.record({
  prefix: fc.constantFrom('', 'a', 'a/', 'a/a', 'b=1/', 'none'),
  delimiter: fc.constantFrom(undefined, '/', '-', 'a'),
  startAfter: fc.constantFrom(undefined, 'a', 'a/', 'a/a', 'a0', 'é/é'),
});

describe('listPage', () => {
  afterEach(() => Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true }))));

  it('lists as S3 does, in pages of any size', async () => {
    const property = fc.asyncProperty(keys, queries, fc.integer({ min: 1, max: 4 }), async (all, query, maxKeys) => {
      const root = await aBucketOf(all);

      const pages = await allPages(root, { ...query, maxKeys });

      expect(pages.flatMap((page) => page.keys)).toEqual(expected(all, query).keys);
      expect(pages.flatMap((page) => page.commonPrefixes)).toEqual(expected(all, query).commonPrefixes);
      expect(pages.slice(0, -1).every((page) => page.keys.length + page.commonPrefixes.length === maxKeys)).toBe(true);
    });

    await fc.assert(property, { numRuns: 150 });
  });

  it('does not list an empty folder', async () => {
    const root = await aBucketOf([]);
    await mkdir(join(root, 'empty/er'), { recursive: true });

    expect(await listPage(root, { delimiter: '/' })).toMatchObject({
      keys: [],
      commonPrefixes: [],
      isTruncated: false,
    });
  });

  it('answers no key when none is asked for', async () => {
    const root = await aBucketOf(['a']);

    expect(await listPage(root, { maxKeys: 0 })).toMatchObject({ keys: [], isTruncated: false });
  });

  it('refuses a continuation token that it has not given', async () => {
    await expect(listPage('nowhere', { continuationToken: 'abc' })).rejects.toMatchObject({ code: 'InvalidArgument' });
  });
});

/** To be removed. */
const roots: string[] = [];

async function aBucketOf(keys: readonly string[]): Promise<string> {
  const root = await newFolder();
  roots.push(root);
  for (const key of keys) {
    await mkdir(dirname(join(root, key)), { recursive: true });
    await writeFile(join(root, key), '');
  }
  return root;
}

async function allPages(root: string, query: ListQuery): Promise<KeyPage[]> {
  const pages: KeyPage[] = [];
  let continuationToken: string | undefined;
  do {
    const page = await listPage(root, { ...query, continuationToken });
    pages.push(page);
    continuationToken = page.nextContinuationToken;
  } while (continuationToken !== undefined);
  return pages;
}

/** The documented meaning, done the slow way. */
function expected(all: readonly string[], { prefix = '', delimiter, startAfter = '' }: ListQuery) {
  const bytes = (text: string) => Buffer.from(text);
  const listed = [...all]
    .sort((a, b) => Buffer.compare(bytes(a), bytes(b)))
    .filter((key) => key.startsWith(prefix) && Buffer.compare(bytes(key), bytes(startAfter)) > 0);
  const common = (key: string) => {
    const at = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : key.slice(0, at + (delimiter ?? '').length);
  };
  return {
    keys: listed.filter((key) => common(key) === undefined),
    commonPrefixes: [...new Set(listed.map(common).filter((text) => text !== undefined))],
  };
}
