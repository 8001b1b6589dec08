/** Calls of a service under way at once; more would only wait for a socket, and time out there. */
export const maxCalls = 16;

/** The function, but with at most `limit` calls under way at once; the others wait their turn in order. */
export function limitConcurrency<A, R>(limit: number, run: (argument: A) => Promise<R>): (argument: A) => Promise<R> {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return async (argument) => {
    if (underWay >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay++;
    try {
      return await run(argument);
    } finally {
      const next = waiting.shift();
      // The place passes straight on to the next in line, so the count stays as it is.
      if (next) next();
      else underWay--;
    }
  };
}
