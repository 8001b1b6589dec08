import { AwsError } from '../../../../calls/aws-error.js';
import type { Fields } from '../definition.js';
import { StateError } from '../state-error.js';
import type { ObjectAccess } from './item-readers.js';
import type { Child, ChildStatus, MapRun } from './map-run.js';
import { outputTypes, type RecordNames, resultRecord, transformations } from './result-records.js';

export const resultWriterResource = 'arn:aws:states:::s3:putObject';

/** Stores one result file. @returns its size in bytes. @throws StateError `States.ResultWriterFailed` */
export type ResultStore = (bucket: string, key: string, body: string) => Promise<number>;

/** Which executions each file holds. */
const files: Readonly<Record<string, readonly ChildStatus[]>> = {
  FAILED: ['FAILED', 'ABORTED'],
  PENDING: ['PENDING'],
  SUCCEEDED: ['SUCCEEDED'],
};

/** Puts result files into S3 with the machine's role. */
export function resultStoreFor({ gate, role, objects }: ObjectAccess): ResultStore {
  return async (bucket, key, body) => {
    try {
      gate.check(role, [{ action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/${key}` }]);
      return (await objects.put(bucket, key, Buffer.from(body), { contentType: 'application/json' })).size;
    } catch (error) {
      if (error instanceof AwsError) throw new StateError('States.ResultWriterFailed', error.message);
      throw error;
    }
  };
}

/**
 * "ResultWriter, exporting to Amazon S3": a file for each status that there is, then the manifest that names them.
 *
 * @param writer the evaluated ResultWriter
 * @returns the result of the Map
 */
export async function writeResults(
  run: MapRun,
  writer: Fields,
  names: RecordNames & { readonly mapRunArn: string },
  store: ResultStore,
): Promise<object> {
  const { Bucket, Prefix } = writer.Arguments;
  const { Transformation = 'NONE', OutputType = 'JSON' } = writer.WriterConfig ?? {};
  const folder = [...(Prefix ? [String(Prefix).replace(/\/$/, '')] : []), run.plan.id].join('/');
  const written: Record<string, object[]> = {};
  for (const [status, held] of Object.entries(files)) {
    const children = run.children.filter((child) => held.includes(child.status));
    written[status] = [];
    if (children.length === 0) continue;
    const Key = `${folder}/${status}_0.${OutputType.toLowerCase()}`;
    const body = outputTypes[OutputType]?.(children.flatMap((child) => transform(child, Transformation, names))) ?? '';
    written[status] = [{ Key, Size: await store(Bucket, Key, body) }];
  }
  const Key = `${folder}/manifest.json`;
  const manifest = { DestinationBucket: Bucket, MapRunArn: names.mapRunArn, ResultFiles: written };
  await store(Bucket, Key, JSON.stringify(manifest));
  return { MapRunArn: names.mapRunArn, ResultWriterDetails: { Bucket, Key } };
}

/** The result of a Map whose results go nowhere but on: those of the executions that succeeded, in their order. */
export function collectResults(run: MapRun, writer: Fields, names: RecordNames): unknown {
  const { Transformation = 'COMPACT', OutputType = 'JSON' } = writer.WriterConfig ?? {};
  const succeeded = run.children.filter(({ status }) => status === 'SUCCEEDED');
  const results = succeeded.flatMap((child) => transform(child, Transformation, names));
  return OutputType === 'JSONL' ? outputTypes.JSONL?.(results) : results;
}

/** "If a child workflow execution fails, its execution result is returned unchanged." */
function transform(child: Child, transformation: string, names: RecordNames): unknown[] {
  return child.status === 'SUCCEEDED'
    ? (transformations[transformation]?.(child, names) ?? [])
    : [resultRecord(child, names)];
}
