import { text } from 'node:stream/consumers';
import { AwsError } from '../../../../calls/aws-error.js';
import type { Gate } from '../../../../calls/gate.js';
import type { ObjectStore } from '../../../s3/object-store.js';
import type { Fields } from '../definition.js';
import { StateError } from '../state-error.js';

/** Reads the items of a distributed Map: evaluated Arguments and ReaderConfig → items. @throws StateError */
export type ItemReader = (args: Fields, config: Fields) => Promise<unknown[]>;

/** What readers and the result writer work with. */
export interface ObjectAccess {
  readonly gate: Gate;
  /** Role ARN of the state machine. */
  readonly role: string;
  readonly objects: ObjectStore;
}

/** What an ItemReader's Resource may be; any other is refused when the runner starts. */
export const itemReaders: Readonly<Record<string, (access: ObjectAccess) => ItemReader>> = {
  'arn:aws:states:::s3:listObjectsV2': listObjects,
  'arn:aws:states:::s3:getObject': getObject,
};

/** All readers, bound to a role. */
export function readersFor(access: ObjectAccess): Readonly<Record<string, ItemReader>> {
  return Object.fromEntries(
    Object.entries(itemReaders).map(([resource, make]) => [
      resource,
      async (args: Fields, config: Fields) => {
        try {
          const items = await make(access)(args, config);
          return items.slice(0, config.MaxItems);
        } catch (error) {
          if (error instanceof AwsError) throw failed(error.message);
          throw error;
        }
      },
    ]),
  );
}

/** "ItemReader, S3 object list": the objects under a prefix, in the order of their keys. */
function listObjects({ gate, role, objects }: ObjectAccess): ItemReader {
  return async ({ Bucket, Prefix, ...others }, { MaxItems = Number.POSITIVE_INFINITY }) => {
    requireNothingElse(others);
    gate.check(role, [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${Bucket}` }]);
    const items: object[] = [];
    let continuationToken: string | undefined;
    do {
      const page = await objects.list({ bucket: Bucket, prefix: Prefix, continuationToken });
      items.push(
        ...page.objects.map(({ key, size, etag, lastModified }) => ({
          Etag: `"${etag.replaceAll('"', '')}"`,
          Key: key,
          LastModified: Math.floor(lastModified.getTime() / 1_000),
          Size: size,
          StorageClass: 'STANDARD',
        })),
      );
      continuationToken = page.nextContinuationToken;
    } while (continuationToken !== undefined && items.length < MaxItems);
    return items;
  };
}

const formats: Readonly<Record<string, (body: string) => unknown>> = {
  JSON: (body) => JSON.parse(body),
  JSONL: (body) =>
    body
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line)),
};
/** What ReaderConfig.InputType may be here. */
export const inputTypes = Object.keys(formats);

/** "ItemReader, JSON file": an array, or a line each. */
function getObject({ gate, role, objects }: ObjectAccess): ItemReader {
  return async ({ Bucket, Key, ...others }, { InputType }) => {
    requireNothingElse(others);
    gate.check(role, [{ action: 's3:GetObject', resource: `arn:aws:s3:::${Bucket}/${Key}` }]);
    const { body } = await objects.get(Bucket, Key);
    const items = parse(InputType, await text(body));
    if (Array.isArray(items)) return items;
    throw failed(`${Bucket}/${Key}: expected a JSON array`);
  };
}

function parse(type: string, body: string): unknown {
  try {
    return formats[type]?.(body);
  } catch (error) {
    throw failed(`expected ${type}: ${(error as Error).message}`);
  }
}

function requireNothingElse(others: Fields): void {
  const [name] = Object.keys(others);
  if (name !== undefined) throw failed(`the local runner does not know the argument ${name}`);
}

function failed(cause: string): StateError {
  return new StateError('States.ItemReaderFailed', cause);
}
