import { type ClaimedRef, claimEvents } from '../../lambdas/dedup/claim-events.js';
import { type DedupPorts, dedupFrames } from '../../lambdas/dedup/dedup-frames.js';
import type { Undone } from '../../lambdas/shared/aws/put-all.js';
import type { StreamRecord } from '../../lambdas/shared/aws/put-records.js';
import { decodeFrame, type Frame } from '../../lambdas/shared/frames/frame.js';
import { anEvent, someEvents } from '../factories/events.js';
import { aFrame } from '../factories/frames.js';
import { daySeconds, windowDays } from './claims-table.js';
import { describeWith } from './describe-with.js';
import { useClaimsTable } from './use-claims-table.js';

describeWith('DYNAMODB_LOCAL_FOLDER', 'dedup, on DynamoDB', (folder) => {
  const table = useClaimsTable(folder);

  describe('claimEvents', () => {
    it('grants new events, and the same ones again to the frame that owns them', async () => {
      const refs = someRefs(60, 'shard-0:1');
      const first = await claimEvents(refs, table().ports);

      const again = await claimEvents(refs, table().ports);

      expect(first).toEqual(refs.map(() => 'mine'));
      expect(again).toEqual(first);
    });

    it('takes the same event in another frame for a duplicate, and for new once the window is over', async () => {
      const again = someRefs(3, 'shard-0:2');
      await claimEvents(someRefs(3, 'shard-0:1'), table().ports);

      const inside = await claimEvents(again, table().ports);
      table().now += windowDays * daySeconds + 1;
      const after = await claimEvents(again, table().ports);

      expect(inside).toEqual(['duplicate', 'duplicate', 'duplicate']);
      expect(after).toEqual(['mine', 'mine', 'mine']);
    });

    it('keeps another event under a taken mid by mid and fingerprint, once', async () => {
      const ref = { mid: 'mid-1', fingerprint: 'second', owner: 'shard-0:2' };
      await claimEvents([{ mid: 'mid-1', fingerprint: 'first', owner: 'shard-0:1' }], table().ports);

      const collided = await claimEvents([ref], table().ports);
      const repeated = await claimEvents([{ ...ref, owner: 'shard-0:3' }], table().ports);

      expect([collided, repeated]).toEqual([['collision'], ['duplicate']]);
      expect(await table().item('mid-1')).toMatchObject({ fingerprint: { S: 'first' } });
      expect(await table().item('mid-1~second')).toMatchObject({ owner: { S: 'shard-0:2' } });
    });

    it('keeps all of several events that share a mid in one invocation', async () => {
      const refs = ['first', 'second', 'third'].map((fingerprint) => ({ mid: 'm', fingerprint, owner: 'shard-0:1' }));

      const verdicts = await claimEvents(refs, table().ports);

      expect(verdicts).toEqual(['mine', 'collision', 'collision']);
    });

    it('grants each event to one of two frames that claim at the same time', async () => {
      const owners = ['shard-0:1', 'shard-1:1'];

      const verdicts = await Promise.all(owners.map((owner) => claimEvents(someRefs(60, owner), table().ports)));

      const pairs = verdicts[0]?.map((verdict, index) => [verdict, verdicts[1]?.[index]].toSorted());
      expect(pairs).toEqual(someRefs(60, '').map(() => ['duplicate', 'mine']));
    });
  });

  describe('dedupFrames', () => {
    it('forwards each event once, however often its batch is sent', async () => {
      const stream = fakeStream();
      const frames = [aFrame(someEvents(3)), aFrame(someEvents(4), { owner: 'shard-0:2' })];

      const outcome = await dedupFrames(frames, { ...table().ports, ...stream });

      expect(outcome).toMatchObject({ duplicate: 3, forwarded: 4 });
      expect(stream.mids()).toEqual(['LOG:1', 'LOG:2', 'LOG:3', 'LOG:4']);
    });

    it('forwards on redelivery what it had claimed and could not pass on', async () => {
      const frames = [aFrame(someEvents(3))];
      const down = fakeStream([{ index: 0, cause: 'throttled' }]);
      const up = fakeStream();

      const first = await dedupFrames(frames, { ...table().ports, ...down });
      const second = await dedupFrames(frames, { ...table().ports, ...up });

      expect(first).toMatchObject({ frames: [{ left: [0, 1, 2] }], forwarded: 0 });
      expect(second).toMatchObject({ frames: [{ left: [] }], duplicate: 0, forwarded: 3 });
      expect(up.mids()).toEqual(['LOG:1', 'LOG:2', 'LOG:3']);
    });

    it('stores a collided event with its mid as sent, flagged', async () => {
      const stream = fakeStream();
      await dedupFrames([aFrame([anEvent()])], { ...table().ports, ...fakeStream() });
      const other = aFrame([anEvent({ ets: 1 })], { owner: 'shard-0:2' });

      await dedupFrames([other], { ...table().ports, ...stream });

      expect(stream.entries()).toEqual([['LOG:1', other.entries[0]?.[1], { mid_collision: true }]]);
    });
  });
});

function someRefs(count: number, owner: string): ClaimedRef[] {
  return Array.from({ length: count }, (_, index) => ({ mid: `mid-${index}`, fingerprint: `event-${index}`, owner }));
}

function fakeStream(undone: readonly Undone[] = []) {
  const taken: StreamRecord[] = [];
  const forward: DedupPorts['forward'] = async (records) => {
    if (undone.length === 0) taken.push(...records);
    return undone;
  };
  const entries = () => taken.flatMap(({ data }) => (decodeFrame(data) as Frame).entries);
  return { forward, entries, mids: () => entries().map(([mid]) => mid) };
}
