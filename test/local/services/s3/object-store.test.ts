import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ObjectStore } from '../../../../local/services/s3/object-store.js';
import { bucket, filesIn, newFolder } from './local-s3.js';

describe('ObjectStore', () => {
  let folder: string;
  let store: ObjectStore;

  beforeEach(async () => {
    folder = await newFolder();
    store = new ObjectStore(folder, [bucket]);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('keeps an object as a plain file of the same bytes under its bucket and key', async () => {
    const bytes = Buffer.from([0, 255, 13, 10]);

    await store.put(bucket, 'telemetry/dt=2026-11-20/hour=07/x y+z%25.json.gz', bytes);

    expect(await readFile(join(folder, bucket, 'telemetry/dt=2026-11-20/hour=07/x y+z%25.json.gz'))).toEqual(bytes);
  });

  it('describes an object by what its upload said, in another store over the same folder too', async () => {
    const options = { contentType: 'application/json', contentEncoding: 'gzip', metadata: { stage: 'dedup' } };

    const stored = await store.put(bucket, 'a', Buffer.from('hello'), options);

    expect(stored).toMatchObject({ ...options, size: 5, etag: '"5d41402abc4b2a76b9719d911017c592"' });
    expect(await new ObjectStore(folder, [bucket]).head(bucket, 'a')).toEqual(stored);
  });

  it('serves a plain file that somebody dropped in, with the etag that its bytes have', async () => {
    await mkdir(join(folder, bucket, 'telemetry'));
    await writeFile(join(folder, bucket, 'telemetry/by-hand.json'), 'hello');

    const { body, etag, size } = await store.get(bucket, 'telemetry/by-hand.json');

    expect({ etag, size, text: await text(body) }).toEqual({
      etag: '"5d41402abc4b2a76b9719d911017c592"',
      size: 5,
      text: 'hello',
    });
    expect((await store.list({ bucket })).objects).toMatchObject([{ key: 'telemetry/by-hand.json', etag, size }]);
  });

  it('forgets what an upload said when somebody overwrites its file', async () => {
    await store.put(bucket, 'a', Buffer.from('old'), { contentEncoding: 'gzip' });
    await writeFile(join(folder, bucket, 'a'), 'hello');

    const described = await store.head(bucket, 'a');

    expect(described.contentEncoding).toBeUndefined();
    expect(described.etag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  it('still describes the old object when a crash came between the new sidecar and the new object', async () => {
    const old = await store.put(bucket, 'a', Buffer.from('old'), { contentEncoding: 'gzip' });
    const sidecar = join(folder, '.meta', bucket, 'a.json');
    const entries = JSON.parse(await readFile(sidecar, 'utf8'));
    await writeFile(
      sidecar,
      JSON.stringify([{ file: 'another', etag: '"new"', metadata: {}, checksums: {} }, ...entries]),
    );

    expect(await store.head(bucket, 'a')).toEqual(old);
  });

  it('takes a sidecar that a power cut has torn for none', async () => {
    await store.put(bucket, 'a', Buffer.from('hello'));
    await writeFile(join(folder, '.meta', bucket, 'a.json'), '');

    expect((await store.head(bucket, 'a')).etag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  it('stores nothing of a body that breaks off', async () => {
    const body = Readable.from(
      (function* () {
        yield 'half';
        throw new Error('broken off');
      })(),
    );

    await expect(store.put(bucket, 'a', body)).rejects.toThrow('broken off');

    expect(await filesIn(folder)).toEqual([]);
  });

  it('keeps the old object when its replacement breaks off', async () => {
    await store.put(bucket, 'a', Buffer.from('old'));
    const body = new Readable({ read: () => undefined });
    body.destroy(new Error('broken off'));

    await expect(store.put(bucket, 'a', body)).rejects.toThrow('broken off');

    expect(await text((await store.get(bucket, 'a')).body)).toBe('old');
  });

  it('lets exactly one of many win who put the same new object at once', async () => {
    const stores = [store, new ObjectStore(folder, [bucket])];
    const puts = Array.from({ length: 20 }, (_, n) =>
      stores[n % 2]?.put(bucket, 'lock', Buffer.from(`writer ${n}`), { ifNoneMatch: '*' }),
    );

    const outcomes = await Promise.allSettled(puts);

    const won = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(won).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['PreconditionFailed']));
    expect(await text((await store.get(bucket, 'lock')).body)).toBe(`writer ${won[0]}`);
  });

  it('keeps each description with its own object however many write the same key', async () => {
    const sizes = Array.from({ length: 20 }, (_, n) => n);

    await Promise.all(
      sizes.map((size) => store.put(bucket, 'a', Buffer.alloc(size), { metadata: { size: String(size) } })),
    );

    const { size, metadata } = await store.head(bucket, 'a');
    expect(metadata).toEqual({ size: String(size) });
  });

  it('goes on giving the object that a reader has opened while another takes its place', async () => {
    const first = Buffer.alloc(300_000, 'a');
    await store.put(bucket, 'a', first);

    const { body } = await store.get(bucket, 'a');
    await store.put(bucket, 'a', Buffer.alloc(300_000, 'b'));

    expect(await text(body)).toBe(first.toString());
  });

  it('leaves no empty folders behind a deleted object', async () => {
    await store.put(bucket, 'deep/er/object', Buffer.from('x'));

    await store.delete(bucket, 'deep/er/object');

    await store.put(bucket, 'deep', Buffer.from('now a file'));
    expect(await filesIn(folder)).toEqual(['.meta/lake/deep.json', 'lake/deep']);
  });

  it('survives puts and deletes in the same folder at the same time', async () => {
    const work = Array.from({ length: 40 }, async (_, n) => {
      await store.put(bucket, `folder/${n}`, Buffer.from('x'));
      await store.delete(bucket, `folder/${n}`);
    });

    await Promise.all(work);

    expect(await filesIn(folder)).toEqual([]);
  });

  it('does not mix up the sidecar of an object with a folder of the same name', async () => {
    await store.put(bucket, 'a', Buffer.from('1'), { contentType: 'one' });
    await store.put(bucket, 'a.json/b', Buffer.from('2'), { contentType: 'two' });
    await store.put(bucket, 'a.json~/b', Buffer.from('3'), { contentType: 'three' });

    const types = (await store.list({ bucket })).objects.map(({ key, contentType }) => [key, contentType]);

    expect(types).toEqual([
      ['a', 'one'],
      ['a.json/b', 'two'],
      ['a.json~/b', 'three'],
    ]);
  });

  it.each([
    ['', 'at least one character'],
    ['../x', '. or ..'],
    ['a/../../x', '. or ..'],
    ['a/./x', '. or ..'],
    ['/etc/passwd', 'starts with a slash'],
    ['a//b', 'two slashes in a row'],
    ['a\0b', 'no file name can have'],
    ['folder/', 'a folder is not an object'],
    ['x'.repeat(251), 'over 250 bytes'],
    [`${'x'.repeat(200)}/`.repeat(6), 'too long'],
  ])('refuses the key %j to readers and writers, saying why', async (key, why) => {
    await expect(store.put(bucket, key, Buffer.from('x'))).rejects.toThrow(why);
    await expect(store.get(bucket, key)).rejects.toThrow(why);
    await expect(store.delete(bucket, key)).rejects.toThrow(why);

    expect(await filesIn(folder)).toEqual([]);
  });

  it('refuses a key that would be the folder of another object, or have an object for a folder', async () => {
    await store.put(bucket, 'a/b', Buffer.from('x'));
    const before = await filesIn(folder);

    await expect(store.put(bucket, 'a', Buffer.from('y'))).rejects.toMatchObject({ code: 'InvalidArgument' });
    await expect(store.put(bucket, 'a', Buffer.from('y'), { ifNoneMatch: '*' })).rejects.toThrow('another object');
    await expect(store.put(bucket, 'a/b/c', Buffer.from('y'))).rejects.toThrow('a plain file');

    expect(await filesIn(folder)).toEqual(before);
  });

  it('finds no object at a folder, nor under an object', async () => {
    await store.put(bucket, 'a/b', Buffer.from('x'));

    await expect(store.get(bucket, 'a')).rejects.toMatchObject({ code: 'NoSuchKey' });
    await expect(store.head(bucket, 'a')).rejects.toMatchObject({ code: 'NoSuchKey' });
    await expect(store.get(bucket, 'a/b/c')).rejects.toMatchObject({ code: 'NoSuchKey' });
  });

  it('lists nothing of what a crash left half written, and clears it away when it is old', async () => {
    const [old, young] = ['old', 'young'].map((name) => join(folder, '.tmp', name)) as [string, string];
    await Promise.all([writeFile(old, 'half'), writeFile(young, 'half')]);
    await utimes(old, 0, 0);

    const restarted = new ObjectStore(folder, [bucket]);

    expect((await restarted.list({ bucket })).objects).toEqual([]);
    expect(await filesIn(folder)).toEqual(['.tmp/young']);
  });

  it('refuses a bucket name that would be a folder elsewhere or its own', () => {
    for (const name of ['', '.meta', '..', 'a/b'])
      expect(() => new ObjectStore(folder, [name])).toThrow('expected letters');
  });
});
