import { join } from 'node:path';

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
}

/** The one that is read here: its first column is the line up to a control character, which JSON text doesn't have. */
const lazySimple = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
/** More than the longest event, bytes. */
const maxLineBytes = 4_194_304;

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Glob of a table's files in the folder of the local S3: only what lies in folders of its partition keys is seen. */
export function filesOf({ bucket, prefix, partitionKeys }: LakeTable, s3Folder: string): string {
  return join(s3Folder, bucket, prefix, ...partitionKeys.map((key) => `${key}=*`), '*');
}

/** Whether a query may mean a table. One too many costs nothing but a view. */
export function mentions(query: string, { name }: LakeTable): boolean {
  return new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`, 'i').test(query);
}

/**
 * The view that stands for a table.
 *
 * @throws Error for a table whose files are read in another way than by lines
 */
export function viewOf(table: LakeTable, files: string | undefined): string {
  const { database, name, columns, partitionKeys, serde } = table;
  if (serde !== lazySimple || columns.length !== 1 || columns[0]?.type !== 'string') {
    throw new Error(
      `NOT_SUPPORTED: ${database}.${name}: the local Athena reads tables of one string column by ${lazySimple}, found ${columns.length} columns by ${serde}. Add it in local/stores/athena/.`,
    );
  }
  const names = [...columns.map((column) => column.name), ...partitionKeys];
  const from = files === undefined ? emptyTable(names) : lines(files, columns[0].name, partitionKeys);
  return `CREATE VIEW ${quoteName(database)}.${quoteName(name)} AS SELECT ${names.map(quoteName).join(', ')} FROM ${from}`;
}

function lines(files: string, column: string, partitionKeys: readonly string[]): string {
  const types = partitionKeys.map((key) => `${quoteText(key)}: VARCHAR`).join(', ');
  const options = [
    'auto_detect=false',
    "delim='\u0001', quote='', escape='', header=false, new_line='\\n'",
    `columns={${quoteText(column)}: 'VARCHAR'}`,
    `max_line_size=${maxLineBytes}`,
    `hive_partitioning=true, hive_types_autocast=false, hive_types={${types}}`,
  ];
  return `read_csv(${quoteText(files)}, ${options.join(', ')})`;
}

function emptyTable(names: readonly string[]): string {
  const columns = names.map((name) => `NULL::VARCHAR AS ${quoteName(name)}`).join(', ');
  return `(SELECT ${columns} WHERE false)`;
}
