import type { Dataset, ExhaustRun, Registrant } from '../shared/exhaust/dataset.js';
import { unreadable, unreadableLines } from '../shared/exhaust/unreadable.js';
import type { ResultRecord } from '../shared/lake/read-result.js';
import type { RegistryReader } from '../shared/registry/records.js';
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
  /** The standing of those among some people who have one; who isn't in the registry has none. */
  readonly standingsOf: RegistryReader['standingsOf'];
  /** Opens a name; asked only for who agreed. */
  readonly open: (sealed: Sealed) => Promise<string>;
  /** Key of upstream's identity store, 32 bytes; without it the ciphertext's column is empty. */
  readonly usernameKey?: Uint8Array;
}

/**
 * The rows of a run, as they come.
 *
 * @param onUnreadable told how many lines of the lake are in no row because they could not be read
 */
export function rowsOf<Found, Sealed>(
  { source }: Pick<Dataset<unknown, Found>, 'source'>,
  run: ExhaustRun,
  ports: RowPorts<Sealed>,
  onUnreadable: (lines: number) => void,
): AsyncIterable<Found> {
  return source.from === 'lake'
    ? lakeRows(source.read, run, ports, onUnreadable)
    : registryRows(source.read, run, ports);
}

async function* lakeRows<Row>(
  read: (record: ResultRecord, run: ExhaustRun) => Row | typeof unreadable | undefined,
  run: ExhaustRun,
  { records }: Pick<RowPorts<never>, 'records'>,
  onUnreadable: (lines: number) => void,
): AsyncGenerator<Row> {
  for await (const record of records()) {
    const lines = unreadableLines(record);
    const row = lines === 0 ? read(record, run) : unreadable;
    if (row === unreadable) onUnreadable(lines || 1);
    else if (row !== undefined) yield row as Row;
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
