import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { hourMs, type Ledger } from '../../../lib/books/counts.js';
import { isOff, reconcile } from '../../../lib/books/reconcile.js';
import { runCommand } from '../../terminal/command.js';
import { cloudWatchCounts } from './cloudwatch-counts.js';
import { cutLedger } from './cut-ledger.js';
import { localCounts } from './local-counts.js';
import { type BooksOptions, help, readBooksOptions } from './options.js';
import { booksAsJson, printBooks } from './print-books.js';

async function main(): Promise<number> {
  const options = readBooksOptions(process.argv.slice(2), Date.now());
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { ledger, unreadable } = await readLedger(options);
  const verdicts = reconcile(ledger);
  process.stdout.write(`${(options.json ? booksAsJson : printBooks)(ledger, verdicts, unreadable)}\n`);
  // What is said of books of which a part is missing can't be relied on.
  if (unreadable.length > 0) return 2;
  return isOff(verdicts) ? 1 : 0;
}

interface ReadLedger {
  readonly ledger: Ledger;
  readonly unreadable: readonly string[];
}

async function readLedger({ since, until, state, stack, region }: BooksOptions): Promise<ReadLedger> {
  if (stack === undefined || since === undefined) {
    const { hours, unreadable } = localCounts(state);
    return { ledger: cutLedger(hours, { since, until }, { tolerance: 0, unknown: [] }), unreadable };
  }
  const client = new CloudWatchClient(region === undefined ? {} : { region });
  const counts = await cloudWatchCounts(client, stack, { since: since - hourMs, until });
  // A stage that dies after its work and before its metrics leaves no count; one that does its work again counts twice.
  return { ledger: cutLedger(counts, { since, until }, { tolerance: 0.001, unknown: ['lake'] }), unreadable: [] };
}

runCommand(main, 2);
