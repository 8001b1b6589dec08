import { join } from 'node:path';
import { duckType } from './duck-type.js';
import { quoteName, quoteText } from './quote.js';

/** A Glue table over files in S3, as Athena reads it. */
export interface LakeTable {
  readonly database: string;
  readonly name: string;
  readonly bucket: string;
  /** Ends in a slash. */
  readonly prefix: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionKeys: readonly string[];
  /** Java class that reads a line. */
  readonly serde: string;
  readonly serdeParameters?: Readonly<Record<string, string>>;
}

/** More than the longest line, bytes. */
const maxLineBytes = 4_194_304;

/** Glob of a table's files in the folder of the local S3: only what lies in folders of its partition keys is seen. */
export function filesOf({ bucket, prefix, partitionKeys }: LakeTable, s3Folder: string): string {
  return join(s3Folder, bucket, prefix, ...partitionKeys.map((key) => `${key}=*`), '*');
}

/** Whether a query may mean a table. One too many costs nothing but a view. */
export function mentions(query: string, { name }: LakeTable): boolean {
  return new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`, 'i').test(query);
}

/** A way to read a table's lines, by the Java class that does it in Athena. */
interface LineReader {
  /** What it reads here; a table that is otherwise is refused. */
  readonly reads: string;
  readonly canRead: (table: LakeTable) => boolean;
  readonly from: (table: LakeTable, files: string) => string;
}

const readers: Readonly<Record<string, LineReader>> = {
  /** Its first column is the line up to a control character, which JSON text doesn't have. */
  'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe': {
    reads: 'one string column',
    canRead: ({ columns }) => columns.length === 1 && columns[0]?.type === 'string',
    from: ({ columns, partitionKeys }, files) => {
      const options = [
        'auto_detect=false',
        "delim='\u0001', quote='', escape='', header=false, new_line='\\n'",
        `columns={${quoteText(columns[0]?.name ?? '')}: 'VARCHAR'}`,
        `max_line_size=${maxLineBytes}`,
        folders(partitionKeys),
      ];
      return `read_csv(${quoteText(files)}, ${options.join(', ')})`;
    },
  },
  /** DuckDB takes keys by their case; the SerDe does so where it is told to. */
  'org.openx.data.jsonserde.JsonSerDe': {
    reads: 'columns with `case.insensitive` false',
    canRead: ({ serdeParameters }) => serdeParameters?.['case.insensitive'] === 'false',
    from: ({ columns, partitionKeys }, files) => {
      const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(duckType(type))}`);
      const options = [
        "format='newline_delimited', auto_detect=false",
        `columns={${types.join(', ')}}`,
        `maximum_object_size=${maxLineBytes}`,
        folders(partitionKeys),
      ];
      return `read_json(${quoteText(files)}, ${options.join(', ')})`;
    },
  },
};

/**
 * The view that stands for a table.
 *
 * @throws Error for a table whose files are read in another way
 */
export function viewOf(table: LakeTable, files: string | undefined): string {
  const { database, name, columns, partitionKeys, serde } = table;
  const reader = Object.hasOwn(readers, serde) ? readers[serde] : undefined;
  if (!reader?.canRead(table)) {
    const known = Object.entries(readers).map(([of, { reads }]) => `${reads} by ${of}`);
    throw new Error(
      `NOT_SUPPORTED: ${database}.${name}: the local Athena reads ${known.join(', ')}; found ${columns.length} columns by ${serde}. Add it in local/services/athena/.`,
    );
  }
  const names = [...columns.map((column) => column.name), ...partitionKeys];
  const from = files === undefined ? emptyTable(table) : reader.from(table, files);
  return `CREATE VIEW ${quoteName(database)}.${quoteName(name)} AS SELECT ${names.map(quoteName).join(', ')} FROM ${from}`;
}

/** Folders named by their keys, as texts. */
function folders(partitionKeys: readonly string[]): string {
  const types = partitionKeys.map((key) => `${quoteText(key)}: VARCHAR`).join(', ');
  return `hive_partitioning=true, hive_types_autocast=false, hive_types={${types}}`;
}

function emptyTable({ columns, partitionKeys }: LakeTable): string {
  const keys = partitionKeys.map((name) => ({ name, type: 'string' }));
  const nothing = [...columns, ...keys].map(({ name, type }) => `NULL::${duckType(type)} AS ${quoteName(name)}`);
  return `(SELECT ${nothing.join(', ')} WHERE false)`;
}
