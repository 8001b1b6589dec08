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

/** User ids of those registered with the run's bot who don't want their answers to be given out. */
export async function refusals<Sealed>(
  { bot }: ExhaustRun,
  { registrationsOf }: Pick<RowPorts<Sealed>, 'registrationsOf'>,
): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  if (!bot) return refused;
  for await (const { userId, consent } of registrationsOf(bot.id)) if (!consent) refused.add(userId);
  return refused;
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
