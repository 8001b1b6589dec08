import type { Dataset, ExhaustRun } from '../shared/exhaust/dataset.js';
import { findDataset } from '../shared/exhaust/datasets.js';
import { dayOf } from '../shared/lake/days.js';
import { leaveOutErased } from '../shared/registry/leave-out-erased.js';
import { encodeRows } from './encode-rows.js';
import { fileName } from './file-name.js';
import { type LayoutSettings, layoutOf } from './layouts.js';
import { type RowPorts, rowsOf } from './rows.js';
import { type ZipCipher, zipFile } from './zip-file.js';

export interface WriteSettings extends LayoutSettings {
  readonly zipCipher: ZipCipher;
}

export interface WritePorts<Sealed> extends RowPorts<Sealed> {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Stores a file whole, or throws and leaves none. @returns its bytes */
  readonly upload: (key: string, body: AsyncIterable<Uint8Array>) => Promise<number>;
}

/** What became of a run: the file, or that there is nothing to put into one. */
export type Written = (
  | { readonly key: string; readonly name: string; readonly rows: number; readonly bytes: number }
  /** For who asked; it begins with upstream's text. */
  | { readonly fault: string }
) & {
  /** Lines of the lake that are in no row because they could not be read. */
  readonly unreadable: number;
};

/**
 * Writes the file of a run, row by row: nothing is held whole. Zipped with a password where one was given.
 *
 * @param password as it was sent; the datasets that need one are refused without
 * @throws DependencyError when the rows can't be read or the file can't be stored
 */
export async function writeExhaust<Sealed>(
  run: ExhaustRun,
  password: string | undefined,
  settings: WriteSettings,
  ports: WritePorts<Sealed>,
): Promise<Written> {
  const dataset = requireDataset(run);
  if (dataset.needsKey && !password) throw new Error(`${dataset.name}: expected a password, found none.`);
  const refused = new Set<string>();
  const layout = layoutOf(dataset, { run, refused }, settings);

  let unreadable = 0;
  const read = rowsOf(dataset, run, ports, (lines) => {
    unreadable += lines;
  });
  const found = leaveOutErased(read, dataset.peopleOf, refused, ports.standingsOf);
  const rows = (dataset.gather?.(found) ?? found)[Symbol.asyncIterator]();
  const first = await rows.next();
  if (first.done) return { fault: noDataIn(dataset, run), unreadable };
  const counted = new CountedRows(first.value, rows);

  const now = ports.now();
  const subject = dataset.subject === 'conversation' ? (run.bot?.id ?? '') : run.channel;
  const nameWith = (extension: string) => fileName(subject, dataset.kind, dayOf(now, run.timeZone), extension);
  const plain = encodeRows(counted, layout);
  const inside = { name: nameWith(layout.extension), modifiedAt: new Date(now), cipher: settings.zipCipher };
  const body = password ? zipFile(plain, { ...inside, password }) : plain;
  const name = password ? nameWith('zip') : inside.name;
  const key = `exhaust/${dataset.name}/${run.requestId}/${name}`;
  const bytes = await ports.upload(key, body);
  return { key, name, rows: counted.count, bytes, unreadable };
}

/** Nothing is found, too, for days in another zone than somebody had in mind, or by when events came and not happened. */
function noDataIn({ source }: Pick<Dataset<unknown>, 'source'>, { range, timeZone }: ExhaustRun): string {
  return source.from === 'lake'
    ? `No data found for ${range.from} to ${range.to}, days of arrival in ${timeZone}. Submit it again once there is some.`
    : 'No data found: nobody is registered with this bot. Submit it again once somebody is.';
}

/** Rows of which the first was taken already, to see if there are any. */
class CountedRows<Row> implements AsyncIterable<Row> {
  count = 0;

  constructor(
    private readonly first: Row,
    private readonly others: AsyncIterator<Row>,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    try {
      for (let row = this.first; ; ) {
        this.count++;
        yield row;
        const next = await this.others.next();
        if (next.done) return;
        row = next.value;
      }
    } finally {
      // Ends the download too, when the upload has failed.
      await this.others.return?.();
    }
  }
}

function requireDataset({ dataset: name }: ExhaustRun): Dataset<unknown, unknown> {
  const dataset = findDataset(name);
  if (!dataset) throw new Error(`${name}: expected a dataset of lambdas/shared/exhaust/datasets.ts, found none.`);
  return dataset;
}
