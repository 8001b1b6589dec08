import type { DescribeExecutionOutput, SFNClient } from '@aws-sdk/client-sfn';
import { networkTrouble } from '../../../local/calls/network-trouble.js';
import { defaultState } from '../../terminal/command.js';
import { progressLine } from '../../terminal/progress-line.js';
import { follow } from './follow.js';

/** What is looked at, and for whom. */
export interface Watched {
  /** Of the npm script. */
  readonly name: string;
  /** What its progress counts, such as `objects`. */
  readonly unit: string;
  readonly client: SFNClient;
  readonly executionArn: string;
  /** Folder of the runner's state. */
  readonly state: string;
  /** Prints how it ended. @returns the exit code */
  report(ended: DescribeExecutionOutput): number;
}

/** Exit codes of a look that saw no end. */
const [somethingLeft, interrupted] = [1, 130];

/** Looks at an execution until it ends, with how far it is, and reports it. @returns the exit code */
export async function watch(watched: Watched): Promise<number> {
  const { name, unit, client, executionArn, report } = watched;
  const looking = new AbortController();
  process.once('SIGINT', () => looking.abort());
  const show = progressLine();
  const lookAgain = hintOf(watched);
  console.error(`${name}: ${executionArn}`);
  try {
    const ended = await follow(client, executionArn, {
      onProgress: ({ done, total }) => show.update(`${name}: ${done} of ${total} ${unit}`),
      signal: looking.signal,
      everyMs: 500,
    });
    show.end();
    if (ended) return report(ended);
    console.error(`It goes on. ${lookAgain}`);
    return interrupted;
  } catch (error) {
    show.end();
    if (!isConnectionLost(error)) throw error;
    console.error(
      `${networkTrouble(error) ?? (error as Error).message}: the connection is lost. On a laptop the execution goes on with the`,
    );
    console.error(`next npm start, in AWS it goes on now. ${lookAgain}`);
    return somethingLeft;
  }
}

/** The command that looks at an execution, with the state folder where it isn't the usual one. */
function hintOf({ name, executionArn, state }: Watched): string {
  const folder = state === defaultState ? '' : ` --state ${/[^\w./-]/.test(state) ? `'${state}'` : state}`;
  return `Look at it again with: npm run ${name} -- --execution ${executionArn}${folder}`;
}

/** Codes of Node for a connection that was refused, or broke. */
function isConnectionLost(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
}
