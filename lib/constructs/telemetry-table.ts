import { RemovalPolicy } from 'aws-cdk-lib';
import {
  Database,
  DataFormat,
  InputFormat,
  OutputFormat,
  PartitionProjectionConfiguration,
  S3Table,
  S3TableStorage,
  Schema,
  SerializationLibrary,
} from 'aws-cdk-lib/aws-glue';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** As the queries of datasets name it. It is unique in its database, whose own name nobody says. */
export const telemetryTableName = 'telemetry';

/**
 * A line as it is. "Lazy Simple SerDe": fields end at Ctrl-A where nothing else is said, and JSON text has no control
 * characters, so the one column is the whole line. The readers for JSON fold the case of keys, which cells show.
 */
const wholeLines = new DataFormat({
  inputFormat: InputFormat.TEXT,
  outputFormat: OutputFormat.HIVE_IGNORE_KEY_TEXT,
  serializationLibrary: SerializationLibrary.LAZY_SIMPLE,
});

/** The stored events as a table that Athena queries: `line` is an event's JSON text. No crawler: folders are computed. */
export class TelemetryTable extends Construct {
  readonly database: Database;
  readonly table: S3Table;

  constructor(scope: Construct, id: string, { bucket }: { readonly bucket: Bucket }) {
    super(scope, id);
    this.database = new Database(this, 'Database', { removalPolicy: RemovalPolicy.DESTROY });
    this.table = new S3Table(this, 'Table', {
      database: this.database,
      tableName: telemetryTableName,
      description: 'Stored events, one a line',
      storage: S3TableStorage.fromBucket(bucket),
      s3Prefix: 'telemetry/',
      columns: [{ name: 'line', type: Schema.STRING, comment: 'the event, as JSON text' }],
      partitionKeys: [
        { name: 'dt', type: Schema.STRING },
        { name: 'hour', type: Schema.STRING },
      ],
      dataFormat: wholeLines,
      compressed: true,
      // By a client, that is.
      hasEncryptedData: false,
      partitionProjection: {
        // The folders' zone may be ahead of UTC, which NOW is in.
        dt: PartitionProjectionConfiguration.date({ min: '2026-01-01', max: 'NOW+1DAYS', format: 'yyyy-MM-dd' }),
        hour: PartitionProjectionConfiguration.integer({ min: 0, max: 23, digits: 2 }),
      },
    });
  }
}
