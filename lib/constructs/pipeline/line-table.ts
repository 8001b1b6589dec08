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

/**
 * A line as it is. "Lazy Simple SerDe": fields end at Ctrl-A where nothing else is said, and JSON text has no control
 * characters, so the one column is the whole line. The readers for JSON fold the case of keys, which cells show, and may
 * refuse a file whose keys differ by case alone.
 */
const wholeLines = new DataFormat({
  inputFormat: InputFormat.TEXT,
  outputFormat: OutputFormat.HIVE_IGNORE_KEY_TEXT,
  serializationLibrary: SerializationLibrary.LAZY_SIMPLE,
});

export interface LineTableProps {
  readonly bucket: Bucket;
  /** Folder of the bucket, with a slash at its end; in it are `dt=…/hour=…/`. */
  readonly prefix: string;
  /** Unique in its database, which is the table's own and whose name nobody says; left out, CloudFormation's. */
  readonly tableName?: string;
  readonly description: string;
  /** What a line is. */
  readonly line: string;
}

/** Gzip NDJSON as a table that Athena queries: `line` is an object's JSON text. No crawler: folders are computed. */
export class LineTable extends Construct {
  readonly database: Database;
  readonly table: S3Table;

  constructor(scope: Construct, id: string, { bucket, prefix, tableName, description, line }: LineTableProps) {
    super(scope, id);
    this.database = new Database(this, 'Database', { removalPolicy: RemovalPolicy.DESTROY });
    this.table = new S3Table(this, 'Table', {
      database: this.database,
      ...(tableName !== undefined && { tableName }),
      description,
      storage: S3TableStorage.fromBucket(bucket),
      s3Prefix: prefix,
      columns: [{ name: 'line', type: Schema.STRING, comment: line }],
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

  /** `database.table`, as a query names it. */
  get queryName(): string {
    return `${this.database.databaseName}.${this.table.tableName}`;
  }
}
