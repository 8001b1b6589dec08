/** "AWS_SDK_UA_APP_ID: the application id, which SDKs add to the user agent of each call"; at most 50 characters. */
const variable = 'AWS_SDK_UA_APP_ID';
const pattern = /\bapp\/(sunstream-worker-\d+)\b/;

/** Workers that are up, under the names that their calls carry: which of a function's workers called is seen by it. */
export class WorkerNames {
  private readonly workers = new Map<string, { readonly end: () => void; readonly functionName: string }>();
  private count = 0;

  /** Knows a worker of a function. @param end ends it @returns the variables that make its calls carry its name */
  readonly enlist = (end: () => void, functionName: string): Record<string, string> => {
    const name = `sunstream-worker-${++this.count}`;
    this.workers.set(name, { end, functionName });
    return { [variable]: name };
  };

  /** The function whose worker it is; `undefined` for one that was ended. */
  functionOf(name: string): string | undefined {
    return this.workers.get(name)?.functionName;
  }

  /** Ends a worker; one that has ended already is no matter. */
  end(name: string): void {
    this.workers.get(name)?.end();
    this.workers.delete(name);
  }
}

/** The worker that made a call; `undefined` for one that no worker made, such as an operator's. */
export function workerOf(userAgent: string | undefined): string | undefined {
  return pattern.exec(userAgent ?? '')?.[1];
}
