import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { RunBooks } from '../../lambdas/shared/run-books.js';
import { defaultState } from '../command.js';
import { findMachine } from './find-machine.js';
import { follow, type Progress, startAlone } from './follow.js';
import { type Kind, unfinished } from './kinds.js';
import { printRunBooks, type RunInput } from './print-books.js';
import { helpOf, type ReworkOptions, readOptions } from './read-options.js';

/** Exit codes. */
const [allDone, somethingLeft, usage, interrupted] = [0, 1, 2, 130];

/** `npm run redrive` and `npm run replay`: starts the state machine, shows how far it is, prints the books. */
export async function reworkCommand(kind: Kind): Promise<number> {
  const options = tryReadOptions(kind);
  if (options === 'wrong') return usage;
  if (options === undefined) {
    process.stdout.write(helpOf(kind));
    return allDone;
  }
  const { client, stateMachine } = findMachine(kind, options);
  const executionArn =
    options.execution ?? (await startAlone(client, need(kind, stateMachine), inputOf(kind, options)));

  const looking = new AbortController();
  process.once('SIGINT', () => looking.abort());
  const show = progressLine(kind);
  const lookAgain = hintOf(kind, executionArn, options.state);
  console.error(`${kind.name}: ${executionArn}`);
  try {
    const ended = await follow(client, executionArn, { onProgress: show.update, signal: looking.signal, everyMs: 500 });
    show.end();
    if (ended) return report(kind, ended);
    console.error(`It goes on. ${lookAgain}`);
    return interrupted;
  } catch (error) {
    show.end();
    if (!isConnectionLost(error)) throw error;
    console.error(`${(error as Error).message}: the connection is lost. On a laptop the execution goes on with the`);
    console.error(`next npm start, in AWS it goes on now. ${lookAgain}`);
    return somethingLeft;
  }
}

/** The command that looks at an execution, with the state folder where it isn't the usual one. */
function hintOf({ name }: Kind, executionArn: string, state: string): string {
  const folder = state === defaultState ? '' : ` --state ${/[^\w./-]/.test(state) ? `'${state}'` : state}`;
  return `Look at it again with: npm run ${name} -- --execution ${executionArn}${folder}`;
}

/** Codes of Node for a connection that was refused, or broke. */
function isConnectionLost(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function tryReadOptions(kind: Kind): ReworkOptions | undefined | 'wrong' {
  try {
    return readOptions(kind, process.argv.slice(2), Date.now());
  } catch (error) {
    console.error(`${(error as Error).message} --help lists the options.`);
    return 'wrong';
  }
}

function need({ output }: Kind, stateMachine: string | undefined): string {
  if (stateMachine !== undefined) return stateMachine;
  throw new Error(`the runner that is up has no ${output}: it runs an older stack. Start it again.`);
}

function inputOf({ choice }: Kind, { chosen, since, dryRun }: ReworkOptions): RunInput {
  return { [choice]: chosen, ...(since !== undefined && { since }), dryRun };
}

/** One line that is written over on a terminal, and a line a change elsewhere. */
function progressLine({ name }: Kind) {
  const isTerminal = process.stderr.isTTY === true;
  let last = '';
  return {
    update({ done, total }: Progress): void {
      const line = `${name}: ${done} of ${total} objects`;
      if (line === last) return;
      last = line;
      process.stderr.write(isTerminal ? `\r${line}\u001b[K` : `${line}\n`);
    },
    end(): void {
      if (isTerminal && last !== '') process.stderr.write('\n');
    },
  };
}

/** Prints how an execution ended. @returns the exit code */
export function report(kind: Kind, { status, input, output, error, cause }: DescribeExecutionOutput): number {
  if (status !== 'SUCCEEDED') {
    console.error(`${kind.name}: ${status}: ${error ?? 'no error'}: ${cause ?? 'no cause'}`);
    return somethingLeft;
  }
  const books: RunBooks = JSON.parse(output ?? '');
  process.stdout.write(printRunBooks(kind, JSON.parse(input ?? '{}') as RunInput, books));
  return unfinished.some((name) => (books.counts[name] ?? 0) > 0) ? somethingLeft : allDone;
}
