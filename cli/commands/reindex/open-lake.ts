import { createReadStream, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { readTemplate } from '../../../local/template/template.js';
import { lakeFiles } from '../../target/read-lake.js';
import type { Lake } from './lake-events.js';
import type { Options } from './options.js';

/** The lake of a deployed stack, or of a runner, which may be up or not. @throws Error when the folder is no runner's */
export function openLake({ bucket, state }: Pick<Options, 'bucket' | 'state'>): Lake {
  return bucket === undefined ? localLake(state) : s3Lake(new S3Client({}), bucket);
}

function localLake(state: string): Lake {
  const assembly = join(state, 'cdk.out');
  if (!existsSync(assembly)) {
    throw new Error(`${state}: expected the state folder of a runner, found none. Name one with --state, or --bucket.`);
  }
  const place = { s3Folder: join(state, 's3'), lakeBucket: readTemplate(assembly).output('LakeBucket') };
  const root = join(place.s3Folder, place.lakeBucket);
  return {
    async *list(prefix) {
      for (const file of lakeFiles(place, prefix)) yield relative(root, file);
    },
    open: async (key) => createReadStream(join(root, key)),
  };
}

export function s3Lake(client: S3Client, bucket: string): Lake {
  return {
    async *list(prefix) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key } of Contents) if (Key) yield Key;
      }
    },
    async open(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!Body) throw new Error(`s3://${bucket}/${key}: expected an object, found none.`);
      // "SDK for JavaScript: in Node.js the Body is an IncomingMessage".
      return Body as Readable;
    },
  };
}
