import { readFileSync } from 'node:fs';
import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { parse } from 'csv-parse/sync';

/** A row by its headers; of two headers alike the last one. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a CSV as Spark writes it, which is what stages have. */
export function readRows(csv: string): Row[] {
  return parse(csv, { columns: true, escape: '\\', bom: true });
}

/** The entries of a zip, opened with its password, in UTF-8: name → text. Throws when the password is another one. */
export async function readZip(file: string, password: string): Promise<Record<string, string>> {
  const zip = new ZipReader(new Uint8ArrayReader(readFileSync(file)), { useWebWorkers: false });
  const texts: Record<string, string> = {};
  const rawPassword = Buffer.from(password, 'utf8');
  for (const entry of await zip.getEntries()) {
    if (!entry.directory) texts[entry.filename] = await entry.getData(new TextWriter(), { rawPassword });
  }
  await zip.close();
  return texts;
}
