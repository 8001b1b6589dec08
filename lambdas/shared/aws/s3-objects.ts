import type { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DependencyError } from '../function/errors.js';

/** The objects of a bucket, as a core may have them. All of it throws DependencyError when S3 can't do it. */
export interface ObjectPorts {
  /** An object's bytes as they come; `undefined` where there is none. */
  open(key: string): Promise<Readable | undefined>;
  /** An object's text; `undefined` where there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, json: string): Promise<void>;
  /** Removes an object; one that is gone already is no error. */
  remove(key: string): Promise<void>;
}

/** A bucket as ports. Its reader must be allowed to list it too: else S3 tells nobody that an object is missing. */
export function s3Objects(client: S3Client, bucket: string): ObjectPorts {
  const ask = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (cause) {
      throw new DependencyError(`s3://${bucket}/${what}: ${cause}`, { cause });
    }
  };
  const get = (Key: string) =>
    ask(`${Key} could not be read`, async () => {
      try {
        return (await client.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body;
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    });
  return {
    // "SDK for JavaScript: in Node.js the Body is an IncomingMessage".
    open: async (key) => (await get(key)) as Readable | undefined,
    async read(key) {
      const body = await get(key);
      return body && ask(`${key} broke off`, () => body.transformToString());
    },
    async write(key, json) {
      const object = { Bucket: bucket, Key: key, Body: json, ContentType: 'application/json' };
      await ask(`${key} could not be written`, () => client.send(new PutObjectCommand(object)));
    },
    async remove(key) {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await ask(`${key} could not be removed`, () => client.send(command));
    },
  };
}
