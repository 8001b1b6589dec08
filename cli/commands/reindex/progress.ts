const everyMs = 1_000;
/** Where the output is a file, a line now and then. */
const everyEvents = 100_000;

/** A line on the terminal that says how far a run is. @param what it counts; where the output is a file, a line each `every` */
export function makeProgress(what = 'events of the lake', every = everyEvents) {
  const [out, now] = [process.stderr, Date.now];
  const startedAt = now();
  let count = 0;
  let toldAt = startedAt;
  const say = (end: string) => {
    const rate = Math.round((count * 1_000) / Math.max(1, now() - startedAt));
    out.write(`${out.isTTY ? '\r' : ''}  ${count} ${what}, ${rate} a second${end}`);
  };
  return {
    taken() {
      count++;
      if (out.isTTY ? now() - toldAt < everyMs : count % every > 0) return;
      toldAt = now();
      say(out.isTTY ? '' : '\n');
    },
    end() {
      if (out.isTTY && count > 0) say('\n');
    },
  };
}
