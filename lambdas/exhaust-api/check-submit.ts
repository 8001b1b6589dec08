import { formatsOf } from '../shared/exhaust/datasets.js';
import type { JobRequest, OutputFormat } from '../shared/exhaust/job.js';
import { findTagFault, maxTagLength } from '../shared/exhaust/tag.js';
import { findUnknownKey } from '../shared/exhaust/unknown-key.js';
import { isObject, kindOf, shorten } from '../shared/telemetry/describe-value.js';
import { cutText } from '../shared/text/well-formed.js';
import { clientError, type Failure } from './outcome.js';
import type { ExhaustPorts } from './ports.js';
import type { RequestFields } from './read-body.js';

/** What is asked for, but for the channel, which the body doesn't say. */
export interface Wanted extends Omit<JobRequest, 'channel'> {
  /** The password of the files. */
  readonly encryptionKey: string | undefined;
}

/** What a request for data is made of. */
const readKeys = [
  'tag',
  'dataset',
  'datasetConfig',
  'requestedBy',
  'encryptionKey',
  'outputFormat',
  'output_format',
] as const;

/**
 * What the dataset service takes in the same place and does not read for a submit: its documentation's
 * `requestedChannel`, and the rest of its class of requests, by which clients make one body for several calls.
 */
const passedKeys = [
  ...['requestedChannel', 'requestedDate', 'datasetId', 'dataset_id', 'datasetSubId', 'datasetType', 'exhaustType'],
  ...['version', 'visibility', 'authorizedRoles', 'availableFrom', 'sampleRequest', 'sampleResponse'],
  ...['validationJson', 'druidQuery', 'limits', 'supportedFormats', 'filter', 'filters', 'limit', 'query', 'config'],
  ...['context', 'summaries', 'trend', 'channel', 'producer', 'ip_addr', 'loc', 'dspec', 'fcmToken'],
];

/** All that one body for several calls may have. */
export const requestKeys: readonly string[] = [...readKeys, ...passedKeys];

type Check = (request: RequestFields, ports: Pick<ExhaustPorts, 'findFault' | 'now'>) => string | undefined;

/** A thousand of them fit into one list: "Lambda: 6 MB a response". */
const maxConfigLength = 4_096;

const isAbsent = (value: unknown) => value === undefined || value === null;

const notEmpty =
  (name: string): Check =>
  (request) =>
    isAbsent(request[name]) ? `${name} is empty` : undefined;

const text =
  (name: string, most: number): Check =>
  ({ [name]: value }) =>
    isAbsent(value) || (typeof value === 'string' && value.length <= most)
      ? undefined
      : `${name}: expected a text of at most ${most} characters, found ${describe(name, value)}.`;

/** Bytes of a password at most: "Info-ZIP: IZ_PWLEN 80" are read of one that is typed; 7-Zip takes 99 for AES. */
const maxKeyBytes = 80;
/** What nobody can type, and what half a surrogate pair has become: a zip that only a program opens, or nobody. */
const untypable = /[\p{Cc}\p{Cs}\uFFFD]/u;

/** A file that nobody opens is worse than none. */
const checkKey: Check = ({ encryptionKey }) => {
  if (typeof encryptionKey !== 'string') return undefined;
  const bytes = Buffer.byteLength(encryptionKey);
  if (bytes > maxKeyBytes) {
    return `encryptionKey: expected at most ${maxKeyBytes} bytes of UTF-8, which is what readers of zips take, found ${bytes}.`;
  }
  return untypable.test(encryptionKey)
    ? 'encryptionKey: expected characters that can be typed, found a control character, half a pair, or U+FFFD.'
    : undefined;
};

/**
 * Keys that nobody reads come first: a `tga` is why the tag is missing. Then upstream's three, in its order. The lengths
 * are its columns'.
 */
const checks: readonly Check[] = [
  (request) => findUnknownKey('request', request, readKeys, passedKeys),
  notEmpty('tag'),
  notEmpty('dataset'),
  notEmpty('datasetConfig'),
  text('tag', maxTagLength),
  ({ tag }) => findTagFault(tag as string),
  text('dataset', 50),
  text('requestedBy', 50),
  text('encryptionKey', 50),
  checkKey,
  ({ datasetConfig }) =>
    isObject(datasetConfig) ? undefined : `datasetConfig: expected an object, found ${shorten(datasetConfig)}.`,
  ({ datasetConfig }) => {
    const { length } = JSON.stringify(datasetConfig);
    return length <= maxConfigLength
      ? undefined
      : `datasetConfig: expected at most ${maxConfigLength} characters of JSON, found ${length}.`;
  },
  checkFormat,
  ({ dataset, datasetConfig, encryptionKey }, { findFault, now }) =>
    findFault({ dataset: dataset as string, datasetConfig, hasKey: Boolean(encryptionKey) }, now()),
];

/** Checks a request for data; the first fault wins. */
export function checkSubmit(
  request: RequestFields,
  ports: Pick<ExhaustPorts, 'findFault' | 'now'>,
): { readonly wanted: Wanted } | { readonly failure: Failure } {
  for (const check of checks) {
    const fault = check(request, ports);
    if (fault !== undefined) return clientError(fault);
  }
  const { tag, dataset, datasetConfig, requestedBy, encryptionKey } = request as Partial<Wanted> & RequestFields;
  return {
    wanted: {
      tag: tag as string,
      dataset: dataset as string,
      datasetConfig: datasetConfig as Wanted['datasetConfig'],
      requestedBy: requestedBy ?? '',
      outputFormat: (askedFormats(request)[0] ?? formatsOf(dataset as string)[0]) as OutputFormat,
      encryptionKey: encryptionKey || undefined,
    },
  };
}

/** By upstream's own name of it, and by the one that UCI's documentation has. */
const askedFormats = ({ outputFormat, output_format }: RequestFields): string[] =>
  [outputFormat, output_format].filter((value) => !isAbsent(value)).map((value) => String(value).toLowerCase());

/** A file in another format than was asked for is found out late, by a program that can't read it. */
function checkFormat(request: RequestFields): string | undefined {
  const found = [...new Set(askedFormats(request))];
  const name = request.dataset as string;
  const known = formatsOf(name);
  if (found.length <= 1 && found.every((format) => known.some((one) => one === format))) return undefined;
  const expected =
    known.length > 1 ? `one of ${known.join(', ')}` : `${known.join()}, in which alone ${name} is written`;
  return `outputFormat: expected ${expected}, found ${cutText(found.join(' and '), 60)}.`;
}

/** A password isn't repeated to whoever reads the answer. */
function describe(name: string, value: unknown): string {
  if (typeof value === 'string') return `${value.length}`;
  return name === 'encryptionKey' ? kindOf(value) : shorten(value);
}
