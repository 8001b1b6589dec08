import type { IngestRequest, Sender } from '../../lambdas/ingest/ingest-batch.js';
import type { RawBody } from '../../lambdas/shared/http/raw-body.js';
import type { JudgingSettings } from '../../lambdas/shared/telemetry/judge-rules.js';

/** A request's envelope, as the SDKs make it. */
export function aBatch(events: readonly unknown[], overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'api.sunbird.telemetry',
    ver: '3.0',
    params: { msgid: 'batch-1', did: 'device-of-batch' },
    ets: 1_700_000_000_000,
    events,
    ...overrides,
  };
}

/** A body as API Gateway hands over plain text. */
export function aPlainBody(body: string | undefined): RawBody {
  return { body, isBase64Encoded: false, contentEncoding: undefined };
}

/** The body of a request: text as it is, or what it came as. */
export const aBodyOf = (body: string | RawBody): RawBody => (typeof body === 'string' ? aPlainBody(body) : body);

/** What a test says of a request; a text for its body will do. */
export type Saying<T extends { readonly body: RawBody }> = Partial<Omit<T, 'body'> & { body: string | RawBody }>;

/** A body as API Gateway hands over bytes. */
export function aCodedBody(data: Uint8Array, contentEncoding?: string): RawBody {
  return { body: Buffer.from(data).toString('base64'), isBase64Encoded: true, contentEncoding };
}

export function aBody(events: readonly unknown[], overrides?: Record<string, unknown>): RawBody {
  return aPlainBody(JSON.stringify(aBatch(events, overrides)));
}

export function aSender(overrides: Partial<Sender> = {}): Sender {
  return {
    channel: 'channel-1',
    did: 'device-1',
    pid: 'app-1',
    ip: '192.0.2.0',
    userAgent: 'telemetry-sdk',
    ...overrides,
  };
}

/** A request without a token. */
export function aRequestOf(body: RawBody, overrides: Partial<IngestRequest> = {}): IngestRequest {
  return { body, sender: aSender(), ...overrides };
}

/** The default profile for all channels, and nothing is late. */
export function lenient(overrides: Partial<JudgingSettings> = {}): JudgingSettings {
  return { profile: 'compatible', channelProfiles: {}, lateAfterDays: null, ...overrides };
}
