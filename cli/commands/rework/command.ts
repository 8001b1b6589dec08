import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { RunBooks } from '../../../lambdas/shared/rework/run-books.js';
import { usageError } from '../../terminal/command.js';
import { findMachine, needMachine } from './find-machine.js';
import { startAlone } from './follow.js';
import { type Kind, unfinished } from './kinds.js';
import { printRunBooks, type RunInput } from './print-books.js';
import { helpOf, type ReworkOptions, readOptions } from './read-options.js';
import { watch } from './watch.js';

/** Exit codes; those of a look that is interrupted are in `watch.ts`. */
const [allDone, somethingLeft, usage] = [0, 1, 2];

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
    options.execution ?? (await startAlone(client, needMachine(kind, stateMachine), inputOf(kind, options)));
  const { name } = kind;
  const { state } = options;
  return watch({ name, unit: 'objects', client, executionArn, state, report: (ended) => report(kind, ended) });
}

function tryReadOptions(kind: Kind): ReworkOptions | undefined | 'wrong' {
  try {
    return readOptions(kind, process.argv.slice(2), Date.now());
  } catch (error) {
    console.error(usageError(error) ?? `${(error as Error).message} --help lists the options.`);
    return 'wrong';
  }
}

function inputOf({ choice }: Kind, { chosen, since, dryRun }: ReworkOptions): RunInput {
  return { [choice]: chosen, ...(since !== undefined && { since }), dryRun };
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
