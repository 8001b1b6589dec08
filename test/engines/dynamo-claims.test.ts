import { BatchExecuteStatementCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoClaims } from '../../lambdas/dedup/aws/dynamo-claims.js';
import { claimKey, collisionKey } from '../../lambdas/dedup/claim-key.js';
import { DependencyError } from '../../lambdas/shared/function/errors.js';
import { aClaim, daySeconds, someClaims, windowDays } from './claims-table.js';
import { describeWith } from './describe-with.js';
import { useClaimsTable } from './use-claims-table.js';

describeWith('DYNAMODB_LOCAL_FOLDER', 'dynamoClaims, on DynamoDB', (folder) => {
  const table = useClaimsTable(folder);

  it('inserts a new claim, whole, with its window and the day of its deletion', async () => {
    const refused = await table().ports.insertAll([aClaim()]);

    const expires = table().now + windowDays * daySeconds;
    expect(refused).toEqual([]);
    expect(await table().item('mid-1')).toEqual({
      mid: { S: 'mid-1' },
      owner: { S: 'shard-0:1' },
      fingerprint: { S: 'fingerprint-1' },
      expires: { N: String(expires) },
      deleteAfter: { N: String(expires + 14 * daySeconds) },
    });
  });

  it('returns the claims that stand already, and leaves them as they are', async () => {
    await table().ports.insertAll([aClaim()]);
    const again = aClaim({ owner: 'shard-0:2' });

    const refused = await table().ports.insertAll([again, aClaim({ key: 'mid-2' })]);

    expect(refused).toEqual([again]);
    expect(await table().item('mid-1')).toMatchObject({ owner: { S: 'shard-0:1' } });
    expect(await table().item('mid-2')).toBeDefined();
  });

  it('puts 60 claims by 25 a call, all of them', async () => {
    const send = jest.spyOn(table().client, 'send');

    const refused = await table().ports.insertAll(someClaims(60));

    const sizes = send.mock.calls.map(
      ([command]) => (command as BatchExecuteStatementCommand).input.Statements?.length,
    );
    expect(sizes).toEqual([25, 25, 10]);
    expect(refused).toEqual([]);
    expect(await table().ports.insertAll(someClaims(60))).toHaveLength(60);
  });

  it('knows a claim of its own, and of which event it is', async () => {
    await table().ports.insertAll([aClaim()]);

    const standing = await table().ports.resolveAll([aClaim(), aClaim({ fingerprint: 'fingerprint-2' })]);

    expect(standing).toEqual([
      { owner: 'shard-0:1', fingerprint: 'fingerprint-1' },
      { owner: 'shard-0:1', fingerprint: 'fingerprint-1' },
    ]);
  });

  it('knows 250 claims by 100 a call, without a put', async () => {
    await table().ports.insertAll(someClaims(250));
    const send = jest.spyOn(table().client, 'send');

    const standing = await table().ports.resolveAll(someClaims(250, 'shard-0:2'));

    expect(send.mock.calls.map(([command]) => command.constructor.name)).toEqual(Array(3).fill('BatchGetItemCommand'));
    expect(new Set(standing.map(({ owner }) => owner))).toEqual(new Set(['shard-0:1']));
    expect(standing).toHaveLength(250);
  });

  it('says whose a standing claim is, until the last second of its window', async () => {
    await table().ports.insertAll([aClaim()]);
    table().now += windowDays * daySeconds;

    const standing = await table().ports.resolveAll([aClaim({ owner: 'shard-0:2', fingerprint: 'fingerprint-2' })]);

    expect(standing).toEqual([{ owner: 'shard-0:1', fingerprint: 'fingerprint-1' }]);
    expect(await table().item('mid-1')).toMatchObject({ owner: { S: 'shard-0:1' } });
  });

  it('takes over an expired claim, and starts its window anew', async () => {
    await table().ports.insertAll([aClaim()]);
    table().now += windowDays * daySeconds + 1;

    const standing = await table().ports.resolveAll([aClaim({ owner: 'shard-0:2' })]);

    expect(standing).toMatchObject([{ owner: 'shard-0:2' }]);
    expect(await table().item('mid-1')).toMatchObject({
      owner: { S: 'shard-0:2' },
      expires: { N: String(table().now + windowDays * daySeconds) },
    });
  });

  it('gives an expired claim to one of several that want it at once', async () => {
    await table().ports.insertAll(someClaims(30));
    table().now += windowDays * daySeconds + 1;
    const owners = ['shard-1:1', 'shard-1:2', 'shard-1:3'];

    const answers = await Promise.all(owners.map((owner) => table().ports.resolveAll(someClaims(30, owner))));

    const told = (index: number) => new Set(answers.map((standing) => standing[index]?.owner));
    expect(someClaims(30).filter((_, index) => told(index).size !== 1)).toEqual([]);
    expect(owners).toEqual(expect.arrayContaining(answers[0]?.map(({ owner }) => owner) ?? []));
  });

  it('takes a claim that went since it was refused', async () => {
    expect(await table().ports.resolveAll([aClaim()])).toMatchObject([{ owner: 'shard-0:1' }]);
    expect(await table().item('mid-1')).toMatchObject({ owner: { S: 'shard-0:1' } });
  });

  it.each([
    ['a mid of 1,024 bytes', 'm'.repeat(1_024)],
    ['a mid of 2,048 bytes', 'm'.repeat(2_048)],
    ['a mid of 2,049 bytes', 'm'.repeat(2_049)],
    ['a mid of 10,000 characters of three bytes', 'क'.repeat(10_000)],
  ])('keeps %s under a key that DynamoDB takes, and its collision too', async (_, mid) => {
    const key = claimKey(mid);
    const claims = [aClaim({ key }), aClaim({ key: collisionKey(key, 'fingerprint-2') })];

    const refused = await table().ports.insertAll(claims);

    expect(refused).toEqual([]);
    for (const claim of claims) expect(await table().item(claim.key)).toBeDefined();
  });

  it('throws when the table is not there, rather than take every event for new', async () => {
    const { client } = table();
    const lost = dynamoClaims({ client, table: 'gone', windowDays, now: Date.now, remainingMs: () => 0 });

    await expect(lost.insertAll([aClaim()])).rejects.toThrow(DependencyError);
    await expect(lost.resolveAll([aClaim()])).rejects.toThrow(DependencyError);
  });

  describe('the engine', () => {
    it('answers one key twice in a batch with an error for all of it, which is why no such batch is sent', async () => {
      const insert = {
        Statement: `INSERT INTO "${table().name}" VALUE {'mid': ?}`,
        Parameters: [{ S: 'mid-1' }],
      };

      const sent = table().client.send(new BatchExecuteStatementCommand({ Statements: [insert, insert] }));

      await expect(sent).rejects.toThrow('Provided list of item keys contains duplicates');
    });

    it('refuses a key above 2,048 bytes, which is why long mids are hashed', async () => {
      const Item = { mid: { S: 'm'.repeat(2_049) } };

      const sent = table().client.send(new PutItemCommand({ TableName: table().name, Item }));

      await expect(sent).rejects.toThrow('2048 bytes');
    });
  });
});
