import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { DependencyError } from '../../function/errors.js';
import type { ResultRecord } from '../read-result.js';
import { readResult } from '../read-result.js';

/** "Amazon S3 multipart upload limits: 10,000 parts of 5 MiB to 5 GiB": files up to 78 GiB. */
const partBytes = 8 * 1024 * 1024;
/** Parts on their way at a time; with the one that is gathered, 24 MiB of memory. */
const partsAtOnce = 2;

/** Stores files of a bucket in parts; when anything fails the parts are removed, and there is no file. */
export function fileUploader(client: S3Client, bucket: string) {
  return async (key: string, body: AsyncIterable<Uint8Array>): Promise<number> => {
    let bytes = 0;
    const counted = async function* () {
      for await (const chunk of body) {
        bytes += chunk.length;
        yield chunk;
      }
    };
    const upload = new Upload({
      client,
      params: { Bucket: bucket, Key: key, Body: Readable.from(counted(), { objectMode: false }) },
      partSize: partBytes,
      queueSize: partsAtOnce,
    });
    try {
      await upload.done();
    } catch (cause) {
      throw new DependencyError(`s3://${bucket}/${key}: could not be stored.`, { cause });
    }
    return bytes;
  };
}

/** The records of a query's result file, `s3://bucket/key`, as they come. */
export async function* resultRecords(client: S3Client, location: string): AsyncGenerator<ResultRecord> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  if (!Bucket || !Key) throw new Error(`query result: expected s3://bucket/key, found ${JSON.stringify(location)}.`);
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    yield* readResult(Body as Readable);
  } catch (cause) {
    throw new DependencyError(`${location}: could not be read.`, { cause });
  }
}
