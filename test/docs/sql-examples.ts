import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';
import { lakeTables } from '../../local/compose/athena.js';
import type { LakeTable } from '../../local/services/athena/lake-table.js';
import { Template } from '../../local/template/template.js';
import { synthesize } from '../lib/synthesize.js';
import { fencesOf, pages } from './support/fences.js';

/** A piece of SQL in the documentation. */
export interface SqlExample {
  /** Page and number of the example on it, from 1. */
  readonly name: string;
  /** With tables by the names that they have in tests. */
  readonly sql: string;
  /** Which engine it is for, where its first line says so; else both. */
  readonly engine: 'in Athena' | 'on the runner' | undefined;
}

/** Tables by the stack's outputs, which stand in examples in angle brackets. */
const tableNames: Readonly<Record<string, string>> = {
  TelemetryTable: 'telemetry',
  FailedEventsTable: 'failed',
  SessionsTable: 'sessions',
};

/** Each block of SQL of the documentation, and each expression over a session's columns that stands in a sentence. */
export const sqlExamples: readonly SqlExample[] = pages.flatMap((page) => {
  const text = readFileSync(join(projectRoot, page), 'utf8');
  const blocks = fencesOf(page, 'sql').map(({ text: sql }) => sql.trim());
  const expressions = [...text.matchAll(/`(CASE WHEN [^`]+)`/g)].map(
    ([, expression]) => `SELECT sid, ${expression} AS value FROM <SessionsTable> ORDER BY sid`,
  );
  return [...blocks, ...expressions].map((sql, index) => ({
    name: `${basename(page)} ${index + 1}`,
    sql: sql.replace(/<(\w+)>/g, (whole, output) => tableNames[output] ?? whole),
    engine: (/^-- (in Athena|on the runner)$/m.exec(sql) ?? [])[1] as SqlExample['engine'],
  }));
});

/** The tables of the stack, under the names of tests and in one database and one bucket. */
export function exampleTables(bucket: string): readonly LakeTable[] {
  const template = new Template('', {}, synthesize('dev').toJSON() as ConstructorParameters<typeof Template>[2]);
  const named: Readonly<Record<string, string>> = {
    'telemetry/': 'telemetry',
    'failed/': 'failed',
    'summary/': 'sessions',
  };
  return lakeTables(template).map((table) => ({
    ...table,
    bucket,
    database: 'events',
    name: named[table.prefix] ?? table.name,
  }));
}
