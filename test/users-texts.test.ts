import fc from 'fast-check';
import { authorizeRequest } from '../lambdas/authorize/authorize-request.js';
import { parseUserAgent } from '../lambdas/devices/parse-user-agent.js';
import { epochOf } from '../lambdas/enrich/epoch-of.js';
import { fileName } from '../lambdas/exhaust-write/file-name.js';
import { readBatch } from '../lambdas/ingest/read-batch.js';
import { truncateIp } from '../lambdas/ingest/read-request.js';
import { telemetryRaw } from '../lambdas/shared/exhaust/datasets/telemetry-raw.js';
import { canonicalNetwork } from '../lambdas/shared/registry/networks.js';
import { idsInText } from '../lambdas/shared/telemetry/json-places.js';
import { repairEvent } from '../lambdas/shared/telemetry/repair-event.js';
import { aPlainBody } from './factories/batches.js';
import { anEvent } from './factories/events.js';
import { growthOf } from './growth.js';

const { source } = telemetryRaw;
const readLine = source.from === 'lake' ? source.read : undefined;

/** What looks at a text of a user by a regular expression, besides CSV's cells and the rules of redaction. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a body that is no JSON': (text) => readBatch(aPlainBody(`{"events":[${text}`)),
  'ids in an event that is a text': idsInText,
  'a number written as a text': (text) => repairEvent(anEvent({ eid: 'START', edata: { duration: text } })),
  'a line of an export': (text) => outcomeOf(() => readLine?.({ line: `{"object":{"type":${text}` }, {} as never)),
  'the name of a file': (text) => fileName(text, 'raw', '2026-11-27', 'csv'),
  'a token': (text) =>
    authorizeRequest(
      { identitySource: [`Bearer ${text}`], routeKey: 'GET /' },
      { 'GET /': 'x' },
      {
        verify: async () => ({ refused: 'missing' }) as never,
        onRefused: () => undefined,
      },
    ),
  'a user agent': parseUserAgent,
  'an address': truncateIp,
  'a network': canonicalNetwork,
  'a time': epochOf,
};

const outcomeOf = (read: () => unknown) => {
  try {
    return read();
  } catch (error) {
    return error;
  }
};

const sign = fc.constantFrom(
  ' ',
  '\0',
  '"',
  '\\',
  '{',
  '}',
  ':',
  ',',
  '.',
  '-',
  '/',
  '1',
  'e',
  'a',
  '"id"',
  '"object":{',
);
const piece = fc.string({ unit: sign, minLength: 1, maxLength: 3 });
const end = fc.string({ unit: sign, maxLength: 2 });

describe('the time that a text of a user takes', () => {
  it.each(Object.entries(readers))('grows with its length and no faster: %s', (_, read) => {
    fc.assert(
      fc.property(end, piece, end, (before, repeated, after) => {
        const make = (length: number) => `${before}${repeated.repeat(length / repeated.length)}${after}`;

        expect(growthOf(read, make)).toBeLessThan(4);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
