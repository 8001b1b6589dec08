import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { WrittenDay } from '../../../lambdas/sessions/write-day.js';

/** Exit codes. */
const [allDone, somethingLeft] = [0, 1];

/** Prints how an execution ended, a line a day. @returns the exit code */
export function report({ status, output, error, cause }: DescribeExecutionOutput): number {
  if (status === 'SUCCEEDED') {
    for (const line of linesOf(JSON.parse(output ?? '[]') as WrittenDay[])) process.stdout.write(`${line}\n`);
    return allDone;
  }
  console.error(`sessions: ${status}: ${error ?? 'no error'}: ${cause ?? 'no cause'}`);
  return somethingLeft;
}

function linesOf(days: readonly WrittenDay[]): string[] {
  return days.map(({ day, sessions, events, bytes, key, unreadable }) => {
    const made = `${String(sessions).padStart(9)} sessions of ${events} events`;
    const left = unreadable > 0 ? `; ${unreadable} lines of the lake around it could not be read` : '';
    return `${day}${made}, ${bytes} bytes in ${key}${left}`;
  });
}
