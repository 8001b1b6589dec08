import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Column,
  Database,
  DataFormat,
  PartitionProjectionConfiguration,
  S3Table,
  S3TableStorage,
  Schema,
} from 'aws-cdk-lib/aws-glue';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

const text = (name: string, comment: string): Column => ({ name, type: Schema.STRING, comment });

const header = Schema.struct([
  { name: 'msgid', type: Schema.STRING },
  { name: 'syncts', type: Schema.BIG_INT },
  { name: 'channel', type: Schema.STRING },
  { name: 'did', type: Schema.STRING },
  { name: 'pid', type: Schema.STRING },
  { name: 'ip', type: Schema.STRING },
  // The reader takes keys without their case, and a struct's names are lower-case.
  { name: 'useragent', type: Schema.STRING },
]);

/** The keys of a line of the failed book; `docs/failed-events.md` tells more. */
const columns: Column[] = [
  text('reason', 'one of the closed list'),
  text('message', 'the next three in a line'),
  text('pointer', 'JSON pointer of what is wrong'),
  text('expected', 'what was expected there'),
  text('found', 'what was found there'),
  text('stage', 'ingest, dedup or enrich'),
  text('at', 'when, ISO 8601'),
  { name: 'header', type: header, comment: 'what the batch said' },
  text('notes', 'what the stages before found out about it, as JSON text'),
  text('event', 'the event, as JSON text'),
  text('raw', 'what came in the place of an event, or a part of a long one'),
  text('id', 'of a text in parts'),
  { name: 'part', type: Schema.INTEGER, comment: 'number of the part, from 1' },
  { name: 'parts', type: Schema.INTEGER, comment: 'parts in all' },
];

/** The failed book as a table that Athena queries; it needs no crawler, since the folders are computed. */
export class FailedTable extends Construct {
  /** `database.table`, as a query names it. */
  readonly queryName: string;

  constructor(scope: Construct, id: string, { bucket }: { readonly bucket: Bucket }) {
    super(scope, id);
    const database = new Database(this, 'Database', { removalPolicy: RemovalPolicy.DESTROY });
    const table = new S3Table(this, 'Table', {
      database,
      description: 'Events that were not stored, with their reasons',
      storage: S3TableStorage.fromBucket(bucket),
      s3Prefix: 'failed/',
      columns,
      partitionKeys: [
        { name: 'dt', type: Schema.STRING },
        { name: 'hour', type: Schema.STRING },
      ],
      dataFormat: DataFormat.JSON,
      compressed: true,
      // By a client, that is.
      hasEncryptedData: false,
      partitionProjection: {
        // The folders' zone may be ahead of UTC, which NOW is in.
        dt: PartitionProjectionConfiguration.date({ min: '2026-01-01', max: 'NOW+1DAYS', format: 'yyyy-MM-dd' }),
        hour: PartitionProjectionConfiguration.integer({ min: 0, max: 23, digits: 2 }),
      },
    });
    this.queryName = `${database.databaseName}.${table.tableName}`;
  }
}
