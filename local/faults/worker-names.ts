/** "AWS_SDK_UA_APP_ID: the application id, which SDKs add to the user agent of each call"; at most 50 characters. */
const variable = 'AWS_SDK_UA_APP_ID';
const pattern = /\bapp\/(sunstream-worker-\d+)\b/;

/** Workers that are up, under the names that their calls carry: which of a function's workers called is seen by it. */
export class WorkerNames {
  private readonly ends = new Map<string, () => void>();
  private count = 0;

  /** Knows a worker. @param end ends it @returns the variables that make its calls carry its name */
  readonly enlist = (end: () => void): Record<string, string> => {
    const name = `sunstream-worker-${++this.count}`;
    this.ends.set(name, end);
    return { [variable]: name };
  };

  /** Ends a worker; one that has ended already is no matter. */
  end(name: string): void {
    this.ends.get(name)?.();
    this.ends.delete(name);
  }
}

/** The worker that made a call; `undefined` for one that no worker made, such as an operator's. */
export function workerOf(userAgent: string | undefined): string | undefined {
  return pattern.exec(userAgent ?? '')?.[1];
}
