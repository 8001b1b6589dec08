import {
  type CfnTable,
  type Column,
  type Database,
  DataFormat,
  PartitionProjectionConfiguration,
  S3Table,
  S3TableStorage,
  Schema,
  type Type,
} from 'aws-cdk-lib/aws-glue';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Folder of the lake for session documents. */
export const summaryPrefix = 'summary/';

const { STRING, BIG_INT, DOUBLE, BOOLEAN } = Schema;

const column = (name: string, type: Type, comment: string): Column => ({ name, type, comment });
/** Names of one type; a struct's are lower-case, as everything here. */
const fields = (type: Type, ...names: string[]): Column[] => names.map((name) => ({ name, type }));
const listOf = (...parts: Column[][]): Type => Schema.array(Schema.struct(parts.flat()));

/** The keys of `SessionDocument`; docs/sessions.md tells more. */
const columns: Column[] = [
  column('sessionid', STRING, 'the same whenever the session is made'),
  column('did', STRING, 'the device'),
  column('sid', STRING, 'the producer’s session id; empty where it has none'),
  column('uid', STRING, 'the first person who is known'),
  column('channel', STRING, ''),
  column('pdata', Schema.struct(fields(STRING, 'id', 'pid', 'ver')), 'the producer'),
  column('starttime', BIG_INT, 'ets of the first event, epoch milliseconds'),
  column('endtime', BIG_INT, 'ets of the last event'),
  column('duration', DOUBLE, 'seconds between them'),
  column('timespent', DOUBLE, 'seconds, without those in which nothing happened'),
  column('pageviews', BIG_INT, ''),
  column('interactions', BIG_INT, 'INTERACT events'),
  column('events', listOf(fields(STRING, 'eid'), fields(BIG_INT, 'count')), 'how many of each'),
  column('exitpage', STRING, 'the last page'),
  column(
    'pages',
    listOf(fields(STRING, 'page', 'type', 'env'), fields(BIG_INT, 'ets'), fields(DOUBLE, 'timespent')),
    'in order',
  ),
  column(
    'workflows',
    listOf(fields(STRING, 'type', 'mode', 'objectid', 'objecttype'), fields(BIG_INT, 'starttime', 'endtime')),
    'what STARTs opened',
  ),
  column('plansteps', listOf(fields(STRING, 'plan', 'step'), fields(BIG_INT, 'ets')), 'of tracking plans, in order'),
  column(
    'summary',
    Schema.struct([...fields(BIG_INT, 'events'), ...fields(DOUBLE, 'timespent', 'pageviews', 'interactions')]),
    'sums of the SUMMARY events',
  ),
  column('browser', STRING, ''),
  column('platform', STRING, ''),
  column('cityid', STRING, ''),
  column('continued', BOOLEAN, 'the rest of a session that was cut at midnight'),
  column('shortened', BOOLEAN, 'lists are not whole'),
];

export interface SessionsTableProps {
  readonly bucket: Bucket;
  /** That of the stored events. */
  readonly database: Database;
}

/** The sessions as a table that Athena queries; it needs no crawler, since the folders are computed. */
export class SessionsTable extends Construct {
  /** `database.table`, as a query names it. */
  readonly queryName: string;

  constructor(scope: Construct, id: string, { bucket, database }: SessionsTableProps) {
    super(scope, id);
    const table = new S3Table(this, 'Table', {
      database,
      tableName: 'sessions',
      description: 'Sessions, one a line',
      storage: S3TableStorage.fromBucket(bucket),
      s3Prefix: summaryPrefix,
      columns,
      partitionKeys: [{ name: 'dt', type: STRING }],
      dataFormat: DataFormat.JSON,
      compressed: true,
      // By a client, that is.
      hasEncryptedData: false,
      partitionProjection: {
        // The folders' zone may be ahead of UTC, which NOW is in.
        dt: PartitionProjectionConfiguration.date({ min: '2026-01-01', max: 'NOW+1DAYS', format: 'yyyy-MM-dd' }),
      },
    });
    // "OpenX JSON SerDe, case.insensitive": keys are lower-case as they are, and values of maps would be folded too.
    (table.node.defaultChild as CfnTable).addPropertyOverride(
      'TableInput.StorageDescriptor.SerdeInfo.Parameters.case\\.insensitive',
      'false',
    );
    this.queryName = `${database.databaseName}.sessions`;
  }
}
