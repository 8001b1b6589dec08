import type { TrafficHours } from './traffic-hours.js';

/** Everything that may differ between two installations. Each stage in `lib/config/stages/` is one such object. */
export interface SunstreamConfig {
  /** Name of the stage; part of the stack's name and a tag of its resources. */
  readonly stage: string;
  /** Keep the lake, the streams and the claims when the stack is deleted. True wherever data matters. */
  readonly retainData: boolean;
  /** IANA time zone of the `dt=` and `hour=` folders, e.g. `Asia/Kolkata`. */
  readonly timeZone: string;
  readonly api: ApiConfig;
  readonly judging: JudgingConfig;
  readonly privacy: PrivacyConfig;
  readonly auth: AuthConfig;
  readonly streams: StreamConfig;
  readonly consumers: ConsumerConfig;
  readonly claims: ClaimsConfig;
  readonly registry: RegistryConfig;
  readonly lake: LakeConfig;
  readonly exhaust: ExhaustConfig;
  readonly sessions: SessionsConfig;
  /** Search and dashboards over the newest days, in OpenSearch (docs/search.md); `null` for none. It costs when idle too. */
  readonly search: SearchConfig | null;
  readonly functions: FunctionConfig;
  readonly logs: LogConfig;
  readonly alarms: AlarmConfig;
}

export interface ApiConfig {
  /** Origins that browsers may post from; `*` for all, which keeps back `sendBeacon` with a Blob of JSON. */
  readonly allowOrigins: readonly string[];
  /**
   * Headers, in lower case, that a page's requests may carry: `clientHeaders` of lib/config/client-headers.ts, and your own. The
   * browser keeps back a request with another one, and so does a tracer that adds one. `*` is any but `authorization`,
   * and counts only where `allowOrigins` has `*` too.
   */
  readonly allowHeaders: readonly string[];
  /** Steady requests a second, over all clients, to the routes for SDKs; more are answered with 429. */
  readonly throttleRate: number;
  /** Requests that may come at once above the rate. */
  readonly throttleBurst: number;
  /** Steady requests a second to each route that a stranger calls most easily: beacon, pixel, `/health`, device API. */
  readonly openRouteRate: number;
  /** Requests that may come at once above that rate. */
  readonly openRouteBurst: number;
  /** Channel that an event with a blank channel is counted under. */
  readonly defaultChannel: string;
}

export type JudgingProfile = 'strict' | 'compatible';

export interface JudgingConfig {
  /** `strict`: as Sunbird's own 3.0 schemas judge. `compatible`: repairs what real producers get wrong, and says so. */
  readonly profile: JudgingProfile;
  /** Profiles of channels that are to have another one, by channel. */
  readonly channelProfiles: Readonly<Record<string, JudgingProfile>>;
  /** Days after which an event is late and goes to the failed book; `null` for never. */
  readonly lateAfterDays: number | null;
}

export interface PrivacyConfig {
  /** `truncated`: IP addresses lose their host part before they are written anywhere. `whole` keeps them. */
  readonly ip: 'truncated' | 'whole';
  /** Whether answers to questions that the registry knows as `Registration` are taken out of ASSESS and RESPONSE. */
  readonly blankRegistrationAnswers: boolean;
}

export interface AuthConfig {
  /** Who may send telemetry: `none` is anyone who knows the URL, `token` who has a token (docs/access.md). */
  readonly ingest: 'none' | 'token';
  /** Who else issues tokens, RS256 with public keys at a URL; consumers with a secret of their own aren't listed. */
  readonly issuers: readonly IssuerConfig[];
}

export interface IssuerConfig {
  /** The claim `iss` of its tokens. */
  readonly issuer: string;
  /** Where its JSON Web Key Set is; https, but for stage `local`. */
  readonly jwksUrl: string;
  /** What the claim `aud` must be or hold; absent, it isn't looked at. */
  readonly audience?: string;
}

export interface StreamConfig {
  /** `provisioned`: $11 a shard and month, and $15 more with a retention over a day; `on-demand`: $29 a stream, unsized. */
  readonly mode: 'provisioned' | 'on-demand';
  /** Shards of the two gzip streams each when provisioned. One takes about 5,000 events a second. */
  readonly shards: number;
  /** Shards of the enriched stream, whose documents Firehose takes as they are: 1 MB a second, some 250 documents of 4 KB. */
  readonly enrichedShards: number;
  /** How long an outage may last before records expire, 24 to 8,760 hours. */
  readonly retentionHours: number;
}

export interface ConsumerConfig {
  /** Frames an invocation at most, 1 to 10,000. */
  readonly batchSize: number;
  /** Seconds to wait for a fuller batch, 0 to 300. */
  readonly windowSeconds: number;
  /** Invocations at a time a shard, 1 to 10. */
  readonly parallelization: number;
  /**
   * Tries before the frames at the head of a shard go to the undelivered bucket, 0 to 10,000. A try of a stage whose
   * dependency is down takes 57 seconds, and AWS documents no pause between two: 200 are three hours.
   */
  readonly retryAttempts: number;
  /** Age at which frames go to the undelivered bucket, 1 to 168 hours and below the retention. */
  readonly maxRecordAgeHours: number;
}

export interface ClaimsConfig {
  /** Days in which a second event with the same `mid` counts as a duplicate, 1 to 30. */
  readonly windowDays: number;
}

export interface RegistryConfig {
  /**
   * Seconds after which a function asks anew for a record that it knows, 1 to 86,400. So late a change is seen in
   * enriched events; that there is a new record, after 60 at most.
   */
  readonly cacheSeconds: number;
  /** Whether AUDIT events bring users of the registry up to date; who may send telemetry may then say what users are. */
  readonly refreshUsers: boolean;
}

export interface LakeConfig {
  /** A file is written when this many MiB have come in, 1 to 128 … */
  readonly bufferMiB: number;
  /** … or after this many seconds, 0 to 900, whichever is first. */
  readonly bufferSeconds: number;
  /** Days until each kind of object is deleted; `null` keeps it for ever. */
  readonly keepDays: Readonly<
    Record<'telemetry' | 'archive' | 'failed' | 'undelivered' | 'exhaust' | 'summary', number | null>
  >;
}

export interface ExhaustConfig {
  /** Hour of the night, in `timeZone`, at which all requests that wait are run, 0 to 23; `null` for never. */
  readonly nightlyHour: number | null;
  /** Addresses that are told of every request that has ended; each must confirm once. */
  readonly tellEmails: readonly string[];
  /** Phone numbers that are told by SMS, such as `+919800000000`. */
  readonly tellPhones: readonly string[];
  /** Days of arrival that one request may ask for. */
  readonly maxDays: number;
  /**
   * Days after its own in which an event may still come to the lake, such as after an outage; so many more folders are
   * read. Not below `streams.retentionHours`, or an exhaust misses what an outage has held up.
   */
  readonly lateDays: number;
  /** Whether a request is run as soon as it is submitted; else it waits for the schedule, as with Sunbird. */
  readonly runOnSubmit: boolean;
  /** GiB that a query may read before Athena ends it; $5 a 1,024. */
  readonly maxScanGiB: number;
  /** How CSV is written: as Sunbird's exports were, or by RFC 4180. */
  readonly csv: 'spark' | 'rfc4180';
  /** Puts an apostrophe before texts that a spreadsheet would compute; no longer what was answered, to the letter. */
  readonly neutraliseFormulas: boolean;
  /** Cipher of zips with a password. `zipcrypto` is what operating systems open by themselves, and is easily broken. */
  readonly zipCipher: 'aes-256' | 'zipcrypto';
  /** SQL LIKE pattern of the `pdata.id` of conversation bots. */
  readonly uciPdata: string;
}

export interface SessionsConfig {
  /** Hour of the day, in `timeZone`, at which the sessions of yesterday are made, 0 to 23; `null` for never. */
  readonly hour: number | null;
  /** Minutes of silence that end a session of a producer that has no sid, 1 to 1,440. */
  readonly gapMinutes: number;
  /** Minutes of silence from which on nothing happened: time that a session wasn't spent with, 1 to 1,440. */
  readonly idleMinutes: number;
  /** Days after its own in which an event is waited for, 0 to 30: so many days are made again every time. */
  readonly lateDays: number;
}

/** `smallSearch` of lib/config/stages/small-search.ts has a value for each. */
export interface SearchConfig {
  /** Instance type of the data nodes, such as `t3.small.search`. */
  readonly instanceType: string;
  /** Data nodes. With one there is neither a replica nor a second zone: while it is replaced nothing can be searched. */
  readonly instances: number;
  /** GiB of disk (gp3) a node; an event takes up to 1 KB of it, and the same again in a replica. */
  readonly volumeGiB: number;
  /**
   * Days until an index is deleted, by the day that its events arrived on. Each day is two indices of one shard, and
   * OpenSearch Service advises 25 shards a GiB of heap, copies included: 12 days on `t3.small.search`.
   */
  readonly keepDays: number;
  /** Documents are sent when this many MiB have come in, 1 to 100; small instances take requests of 10 at most … */
  readonly bufferMiB: number;
  /** … or after this many seconds, 0 to 900, whichever is first. */
  readonly bufferSeconds: number;
  /** Seconds that Firehose tries again while OpenSearch can't, 0 to 7,200; then documents go to `undelivered/search/`. */
  readonly retrySeconds: number;
  /** ARNs of IAM roles and users who may search, see the dashboards and rebuild, beside the pipeline's own roles. */
  readonly readers: readonly string[];
}

export interface FunctionConfig {
  /** MB of memory of the ingest function, 128 to 10,240; 1,769 MB is one vCPU. */
  readonly ingestMemory: number;
  /** MB of memory of the dedup and enrich functions. */
  readonly consumerMemory: number;
  /**
   * Invocations at a time that are reserved for ingest, and as many for the authorizer; more are refused. `null`
   * reserves none. Lambda keeps 100 of an account's unreserved, and a new account has 10 in all.
   */
  readonly ingestConcurrency: number | null;
}

export interface LogConfig {
  /** Days that logs are kept; one of CloudWatch's own values (1, 3, 5, 7, 14, 30, 60, 90 …). */
  readonly retentionDays: number;
  /** Level of the functions' logs. */
  readonly level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
}

export interface AlarmConfig {
  /** Who is written to when an alarm goes off or ends; each confirms by a link in the first mail. */
  readonly emails: readonly string[];
  /**
   * What alarms are on. `data`: what telemetry may be lost, held up or turned away by. `all`: also the other services,
   * exports, sessions and floods, for some $4 a month more.
   */
  readonly watch: 'data' | 'all';
  /** When some telemetry must come; two hours of it without any, and an alarm goes off. `null` for never. */
  readonly traffic: TrafficConfig | null;
}

/** Hours and days are those of `timeZone`. */
export type TrafficConfig = Omit<TrafficHours, 'timeZone'>;
