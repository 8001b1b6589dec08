import type { Dataset, ExhaustRun, Registrant, ResultRecord } from '../shared/exhaust/dataset.js';
import { cipherUsername } from './cipher-username.js';

/** Someone registered with a bot, as the registry tells. */
export interface Registration<Sealed> {
  readonly userId: string;
  readonly consent: boolean;
  readonly username?: Sealed;
}

/** Where rows come from. All of it throws DependencyError when it can't be read. */
export interface RowPorts<Sealed> {
  /** Records of the query's result. */
  readonly records: () => AsyncIterable<ResultRecord>;
  readonly registrationsOf: (botId: string) => AsyncIterable<Registration<Sealed>>;
  /** Which of some users don't want their words to be given out; who isn't in the registry has not refused. */
  readonly refusedAmong: (userIds: readonly string[]) => Promise<Iterable<string>>;
  /** Opens a name; asked only for who agreed. */
  readonly open: (sealed: Sealed) => Promise<string>;
  /** Key of upstream's identity store, 32 bytes; without it the ciphertext's column is empty. */
  readonly usernameKey?: Uint8Array;
}

/** The rows of a run, as they come. */
export function rowsOf<Row, Sealed>(
  { source }: Dataset<Row>,
  run: ExhaustRun,
  ports: RowPorts<Sealed>,
): AsyncIterable<Row> {
  return source.from === 'lake' ? lakeRows(source.read, run, ports) : registryRows(source.read, run, ports);
}

/** Rows that are looked up at a time, and users that are known at a time. */
const [lookupSize, maxKnown] = [1_000, 100_000];

/**
 * Rows as they come, with `refused` filled before each of them: whoever has refused is masked, whether registered with
 * this bot or not.
 */
export async function* withRefusals<Row>(
  rows: AsyncIterable<Row>,
  userOf: (row: Row) => string,
  refused: Set<string>,
  { refusedAmong }: Pick<RowPorts<never>, 'refusedAmong'>,
): AsyncGenerator<Row> {
  const known = new Set<string>();
  for await (const some of inChunks(rows, lookupSize)) {
    if (known.size > maxKnown) known.clear();
    const users = [...new Set(some.map(userOf))].filter((id) => !known.has(id));
    for (const id of await refusedAmong(users)) refused.add(id);
    for (const id of users) known.add(id);
    yield* some;
  }
}

async function* inChunks<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const value of values) {
    chunk.push(value);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function* lakeRows<Row>(
  read: (record: ResultRecord, run: ExhaustRun) => Row | undefined,
  run: ExhaustRun,
  { records }: Pick<RowPorts<never>, 'records'>,
): AsyncGenerator<Row> {
  for await (const record of records()) {
    const row = read(record, run);
    if (row !== undefined) yield row;
  }
}

async function* registryRows<Row, Sealed>(
  read: (registrant: Registrant) => Row,
  { bot }: ExhaustRun,
  { registrationsOf, open, usernameKey }: RowPorts<Sealed>,
): AsyncGenerator<Row> {
  if (!bot) return;
  for await (const { userId, consent, username: sealed } of registrationsOf(bot.id)) {
    const username = consent && sealed !== undefined ? await open(sealed) : undefined;
    const ciphertext = username !== undefined && usernameKey ? cipherUsername(username, usernameKey) : undefined;
    yield read({ userId, consent, ...(username !== undefined && { username }), ...(ciphertext && { ciphertext }) });
  }
}
