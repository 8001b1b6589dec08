import { LinesDone } from '../../../../cli/commands/registry/lines-done.js';

describe('the next line of an import', () => {
  it('is the first that is not done, in whatever order they are', () => {
    const lines = new LinesDone(5);
    const next = [lines.next];
    // Line 7 is blank.
    for (const line of [5, 6, 8]) lines.begin(line);
    next.push(lines.next);
    for (const line of [6, 5, 8]) {
      lines.end(line);
      next.push(lines.next);
    }

    expect(next).toEqual([5, 5, 5, 8, 9]);
  });
});
