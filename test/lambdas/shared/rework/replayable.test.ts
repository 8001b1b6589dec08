import { replayableReasons, whyNotReplayable } from '../../../../lambdas/shared/rework/replayable.js';
import { replayableReasons as inTheStack } from '../../../../lib/constructs/rework/replay.js';

describe('the reasons that can be replayed', () => {
  it('are the same in the stack, which may not import them', () => {
    expect(inTheStack).toEqual(replayableReasons);
  });

  it.each(['channel', 'malformed-frame', 'malformed-json'])('are not %s, with a way out', (reason) => {
    expect(whyNotReplayable(reason)).toMatch(new RegExp(`^${reason} can't be replayed: .{40}`));
  });

  it('are listed where one is unknown', () => {
    expect(whyNotReplayable('schema')).toBeUndefined();
    expect(whyNotReplayable('constructor')).toBe(
      'expected one of not-an-object, unknown-eid, envelope, schema, too-large, too-deep, late, found "constructor".',
    );
  });
});
