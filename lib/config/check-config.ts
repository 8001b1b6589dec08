import { type Rule, whole } from './config-rule.js';
import { searchRules } from './search-config-rules.js';
import { daysOf } from './traffic-hours.js';
import type { IssuerConfig, SunstreamConfig, TrafficConfig } from './types.js';

/** "CloudWatch Logs, PutRetentionPolicy": the days that it takes; a test holds them against the CDK's, with 9,999 for ever. */
export const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653, 9_999,
];

const oneOf = (allowed: readonly unknown[], key: string, value: Rule['value']): Rule => ({
  key,
  value,
  expected: `one of ${allowed.join(', ')}`,
  holds: (found) => allowed.includes(found),
});

const keepDays = (key: keyof SunstreamConfig['lake']['keepDays']): Rule => ({
  key: `lake.keepDays.${key}`,
  value: (c) => c.lake.keepDays[key],
  expected: 'null or a whole number of days from 1 up',
  holds: isNullOrCount,
});

const hourOrNever = (key: string, value: Rule['value']): Rule => ({
  key,
  value,
  expected: 'null or an hour from 0 to 23',
  holds: (found) => found === null || (Number.isInteger(found) && (found as number) >= 0 && (found as number) <= 23),
});

/** "CORS for HTTP APIs": an origin, all of one scheme, or all. */
const origin = /^(\*|https?:\/\/\*|[a-z][a-z0-9+.-]*:\/\/[^\s/*]+)$/;
/** RFC 9110, 5.6.2: a token. */
const headerName = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
const email = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const profiles: readonly unknown[] = ['strict', 'compatible'];

/** The limits are those of AWS (API Gateway, Kinesis, Lambda event source mappings, Firehose, CloudWatch Logs). */
const rules: readonly Rule[] = [
  {
    key: 'stage',
    value: (c) => c.stage,
    expected: 'lower-case letters, digits and dashes',
    holds: (found) => /^[a-z][a-z0-9-]*$/.test(String(found)),
  },
  {
    key: 'timeZone',
    value: (c) => c.timeZone,
    expected: 'an IANA time zone such as Asia/Kolkata or UTC',
    holds: isTimeZone,
  },
  {
    key: 'api.allowOrigins',
    value: (c) => c.api.allowOrigins,
    expected: '"*", or origins such as https://portal.example.org and https://*, without a path, each once',
    holds: (found) => isFilled(found) && areAll(found, origin),
  },
  {
    key: 'api.allowHeaders',
    value: (c) => c.api.allowHeaders,
    expected: 'names of headers in lower case, each once; "*" only where api.allowOrigins has "*"',
    // Fetch standard: with credentials, which go with named origins, `*` is the name of a header.
    holds: (found, c) =>
      isFilled(found) && areAll(found, headerName) && (!found.includes('*') || c.api.allowOrigins.includes('*')),
  },
  {
    key: 'api.defaultChannel',
    value: (c) => c.api.defaultChannel,
    expected: 'a channel id, not blank',
    holds: (found) => typeof found === 'string' && found.trim() !== '',
  },
  whole(1, 10_000, 'api.throttleRate', (c) => c.api.throttleRate),
  whole(1, 5_000, 'api.throttleBurst', (c) => c.api.throttleBurst),
  oneOf(profiles, 'judging.profile', (c) => c.judging.profile),
  {
    key: 'judging.channelProfiles',
    value: (c) => c.judging.channelProfiles,
    expected: `one of ${profiles.join(', ')} for each channel`,
    holds: (found) => Object.values(found as object).every((profile) => profiles.includes(profile)),
  },
  {
    key: 'judging.lateAfterDays',
    value: (c) => c.judging.lateAfterDays,
    expected: 'null or a whole number of days from 1 to 36,500',
    holds: (found) => isNullOrCount(found) && Number(found) <= 36_500,
  },
  oneOf(['truncated', 'whole'], 'privacy.ip', (c) => c.privacy.ip),
  oneOf([true, false], 'privacy.blankRegistrationAnswers', (c) => c.privacy.blankRegistrationAnswers),
  whole(1, 10_000, 'api.openRouteRate', (c) => c.api.openRouteRate),
  whole(1, 5_000, 'api.openRouteBurst', (c) => c.api.openRouteBurst),
  oneOf(['none', 'token'], 'auth.ingest', (c) => c.auth.ingest),
  {
    key: 'auth.issuers',
    value: (c) => c.auth.issuers,
    expected: 'a list of { issuer, jwksUrl, audience? }, each issuer once and not blank, each jwksUrl with https',
    holds: (found, { stage }) => areIssuers(found as IssuerConfig[], stage === 'local' ? /^https?:$/ : /^https:$/),
  },
  oneOf(['provisioned', 'on-demand'], 'streams.mode', (c) => c.streams.mode),
  whole(1, 1_000, 'streams.shards', (c) => c.streams.shards),
  whole(1, 1_000, 'streams.enrichedShards', (c) => c.streams.enrichedShards),
  whole(24, 8_760, 'streams.retentionHours', (c) => c.streams.retentionHours),
  whole(1, 10_000, 'consumers.batchSize', (c) => c.consumers.batchSize),
  whole(0, 300, 'consumers.windowSeconds', (c) => c.consumers.windowSeconds),
  whole(1, 10, 'consumers.parallelization', (c) => c.consumers.parallelization),
  whole(0, 10_000, 'consumers.retryAttempts', (c) => c.consumers.retryAttempts),
  {
    key: 'consumers.maxRecordAgeHours',
    value: (c) => c.consumers.maxRecordAgeHours,
    expected: 'a whole number from 1 to 168, below streams.retentionHours',
    holds: (found, c) => {
      const hours = found as number;
      return Number.isInteger(hours) && hours >= 1 && hours <= 168 && hours < c.streams.retentionHours;
    },
  },
  whole(1, 30, 'claims.windowDays', (c) => c.claims.windowDays),
  whole(1, 86_400, 'registry.cacheSeconds', (c) => c.registry.cacheSeconds),
  oneOf([true, false], 'registry.refreshUsers', (c) => c.registry.refreshUsers),
  whole(1, 128, 'lake.bufferMiB', (c) => c.lake.bufferMiB),
  whole(0, 900, 'lake.bufferSeconds', (c) => c.lake.bufferSeconds),
  keepDays('telemetry'),
  keepDays('archive'),
  keepDays('failed'),
  keepDays('undelivered'),
  keepDays('exhaust'),
  keepDays('summary'),
  hourOrNever('exhaust.nightlyHour', (c) => c.exhaust.nightlyHour),
  {
    key: 'exhaust.tellEmails',
    value: (c) => c.exhaust.tellEmails,
    expected: 'a list of e-mail addresses, each once',
    holds: (found) => areAll(found, email),
  },
  {
    key: 'exhaust.tellPhones',
    value: (c) => c.exhaust.tellPhones,
    expected: 'a list of phone numbers such as +919800000000, each once',
    holds: (found) => areAll(found, /^\+[1-9]\d{6,14}$/),
  },
  whole(1, 3_660, 'exhaust.maxDays', (c) => c.exhaust.maxDays),
  {
    key: 'exhaust.lateDays',
    value: (c) => c.exhaust.lateDays,
    expected: 'a whole number of days up to 366, not below streams.retentionHours',
    holds: (found, c) => {
      const days = found as number;
      return Number.isInteger(days) && days <= 366 && days * 24 >= c.streams.retentionHours;
    },
  },
  oneOf([true, false], 'exhaust.runOnSubmit', (c) => c.exhaust.runOnSubmit),
  whole(1, 1_048_576, 'exhaust.maxScanGiB', (c) => c.exhaust.maxScanGiB),
  oneOf(['spark', 'rfc4180'], 'exhaust.csv', (c) => c.exhaust.csv),
  oneOf([true, false], 'exhaust.neutraliseFormulas', (c) => c.exhaust.neutraliseFormulas),
  oneOf(['aes-256', 'zipcrypto'], 'exhaust.zipCipher', (c) => c.exhaust.zipCipher),
  {
    key: 'exhaust.uciPdata',
    value: (c) => c.exhaust.uciPdata,
    expected: 'a LIKE pattern such as "%.uci.%", not blank',
    holds: (found) => typeof found === 'string' && found.trim() !== '',
  },
  hourOrNever('sessions.hour', (c) => c.sessions.hour),
  whole(1, 1_440, 'sessions.gapMinutes', (c) => c.sessions.gapMinutes),
  whole(1, 1_440, 'sessions.idleMinutes', (c) => c.sessions.idleMinutes),
  whole(0, 30, 'sessions.lateDays', (c) => c.sessions.lateDays),
  ...searchRules,
  whole(128, 10_240, 'functions.ingestMemory', (c) => c.functions.ingestMemory),
  whole(128, 10_240, 'functions.consumerMemory', (c) => c.functions.consumerMemory),
  {
    key: 'functions.ingestConcurrency',
    value: (c) => c.functions.ingestConcurrency,
    expected: 'null or a whole number from 1 up',
    holds: isNullOrCount,
  },
  oneOf(retentionDays, 'logs.retentionDays', (c) => c.logs.retentionDays),
  oneOf(['DEBUG', 'INFO', 'WARN', 'ERROR'], 'logs.level', (c) => c.logs.level),
  {
    key: 'alarms.emails',
    value: (c) => c.alarms.emails,
    expected: 'a list of e-mail addresses, each once',
    holds: (found) => areAll(found, email),
  },
  oneOf(['data', 'all'], 'alarms.watch', (c) => c.alarms.watch),
  {
    key: 'alarms.traffic',
    value: (c) => c.alarms.traffic,
    expected:
      'null, or { from, until, weekdays, closed }: hours from 0 to 24 at least two apart, days from 1 (Monday) to 7, days such as "2026-10-20" or "2026-05-01/2026-06-14", 20 at most',
    holds: (found) => found === null || areHours(found as TrafficConfig),
  },
];

/** @throws Error with one line for each key that is wrong */
export function checkConfig(config: SunstreamConfig): void {
  const wrong = rules
    .map((rule) => ({ ...rule, found: quietly(() => rule.value(config)) }))
    .filter((rule) => !quietly(() => rule.holds(rule.found, config)))
    .map((rule) => `${rule.key}: expected ${rule.expected}, found ${JSON.stringify(rule.found)}.`);
  if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\nMend it in lib/config/stages/${config.stage}.ts.`);
}

/** A stage is bundled without its types being checked: a section that is missing or misshapen is a wrong value too. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function isNullOrCount(found: unknown): boolean {
  return found === null || (Number.isInteger(found) && (found as number) >= 1);
}

function areIssuers(found: readonly IssuerConfig[], protocol: RegExp): boolean {
  const names = new Set(found.map(({ issuer }) => issuer));
  return (
    names.size === found.length &&
    found.every(
      ({ issuer, jwksUrl, audience, ...others }) =>
        issuer.trim() !== '' &&
        URL.canParse(jwksUrl) &&
        protocol.test(new URL(jwksUrl).protocol) &&
        (audience === undefined || (typeof audience === 'string' && audience.trim() !== '')) &&
        Object.keys(others).length === 0,
    )
  );
}

function isFilled(found: unknown): found is readonly unknown[] {
  return Array.isArray(found) && found.length > 0;
}

/** CloudWatch takes expressions of 2,048 characters, and each entry of `closed` makes it longer. */
function areHours({ from, until, weekdays, closed, ...others }: TrafficConfig): boolean {
  const isWithin = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  return (
    isWithin(from, 0, 22) &&
    isWithin(until, from + 2, 24) &&
    weekdays.length > 0 &&
    new Set(weekdays).size === weekdays.length &&
    weekdays.every((day) => isWithin(day, 1, 7)) &&
    closed.length <= 20 &&
    closed.every((days) => daysOf(days) !== undefined) &&
    Object.keys(others).length === 0
  );
}

function areAll(found: unknown, pattern: RegExp): boolean {
  if (!Array.isArray(found)) return false;
  return found.every((one) => typeof one === 'string' && pattern.test(one)) && new Set(found).size === found.length;
}

function isTimeZone(found: unknown): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(found) });
    return found !== undefined;
  } catch {
    return false;
  }
}
