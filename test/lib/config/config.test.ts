import { checkConfig } from '../../../lib/config/check-config.js';
import { readConfig } from '../../../lib/config/config.js';
import type { SunstreamConfig } from '../../../lib/config/types.js';

describe('readConfig', () => {
  it.each(['dev', 'prod', 'local'])('finds %s valid', (stage) => {
    expect(readConfig(stage).stage).toBe(stage);
  });

  it('says which stages there are, and how to add one', () => {
    const read = () => readConfig('staging');

    expect(read).toThrow(
      'stage: expected one of dev, local, prod, found "staging". Name one of them, or add lib/config/stages/staging.ts and list it in lib/config/config.ts.',
    );
  });

  it.each(['', ' ', '../prod/..'])('asks for no file under the name "%s", which no file can have', (found) => {
    expect(() => readConfig(found)).toThrow(
      `found "${found}". Name one of them, or add lib/config/stages/<name>.ts and list it in lib/config/config.ts.`,
    );
  });

  it.each([
    ['prd', 'prod'],
    ['Dev', 'dev'],
    ['locla', 'local'],
  ])('takes %s for %s, and asks', (found, near) => {
    expect(() => readConfig(found)).toThrow(
      `stage: expected one of dev, local, prod, found "${found}". Did you mean ${near}?`,
    );
  });

  it('asks for tokens in every stage but the local one', () => {
    const asking = ['dev', 'prod', 'local'].filter((stage) => readConfig(stage).auth.ingest === 'token');

    expect(asking).toEqual(['dev', 'prod']);
  });

  it('keeps data in prod alone', () => {
    const kept = ['dev', 'prod', 'local'].filter((stage) => readConfig(stage).retainData);

    expect(kept).toEqual(['prod']);
  });
});

describe('checkConfig', () => {
  it.each(['auth', 'judging', 'privacy', 'lake', 'alarms'])(
    'names the keys of a section %s that a stage lacks',
    (section) => {
      const check = () => checkConfig({ ...readConfig('dev'), [section]: undefined } as never);

      expect(check).toThrow(new RegExp(`^${section}\\.\\S+: expected .+, found undefined\\.$`, 'm'));
    },
  );

  const origins = '"*", or origins such as https://portal.example.org and https://*, without a path, each once';
  const headers = 'names of headers in lower case, each once; "*" only where api.allowOrigins has "*"';
  const throttle = 'a whole number from 1 to 10,000';
  const memory = 'a whole number from 128 to 10,240';
  const days = 'null or a whole number of days from 1 up';
  const late = 'a whole number of days up to 366, not below streams.retentionHours';
  const age = 'a whole number from 1 to 168, below streams.retentionHours';
  const issuer = { issuer: 'https://login.example.org', jwksUrl: 'https://login.example.org/jwks' };
  const issuers = 'a list of { issuer, jwksUrl, audience? }, each issuer once and not blank, each jwksUrl with https';
  const emails = 'a list of e-mail addresses, each once';
  const phones = 'a list of phone numbers such as +919800000000, each once';
  const hour = 'null or an hour from 0 to 23';
  const traffic = { from: 9, until: 17, weekdays: [1, 2, 3, 4, 5], closed: [] };
  const hours =
    'null, or { from, until, weekdays, closed }: hours from 0 to 24 at least two apart, days from 1 (Monday) to 7, days such as "2026-10-20" or "2026-05-01/2026-06-14", 20 at most';
  const level = 'one of DEBUG, INFO, WARN, ERROR';

  it.each<[key: string, found: unknown, expected: string]>([
    ['stage', 'Dev 1', 'lower-case letters, digits and dashes'],
    ['timeZone', 'India/Delhi', 'an IANA time zone such as Asia/Kolkata or UTC'],
    ['timeZone', null, 'an IANA time zone such as Asia/Kolkata or UTC'],
    ['api.allowOrigins', [], origins],
    ['api.allowOrigins', '*', origins],
    ['api.allowOrigins', ['https://portal.example.org/'], origins],
    ['api.allowOrigins', ['portal.example.org'], origins],
    ['api.allowOrigins', ['https://*.example.org'], origins],
    ['api.allowHeaders', [], headers],
    ['api.allowHeaders', ['X-Mine'], headers],
    ['api.allowHeaders', ['x-mine', 'x-mine'], headers],
    ['api.allowHeaders', ['x-mine: 1'], headers],
    ['api.defaultChannel', ' ', 'a channel id, not blank'],
    ['judging.profile', 'lax', 'one of strict, compatible'],
    ['judging.channelProfiles', { goa: 'lax' }, 'one of strict, compatible for each channel'],
    ['judging.lateAfterDays', 0, 'null or a whole number of days from 1 to 36,500'],
    ['judging.lateAfterDays', 120_000_000, 'null or a whole number of days from 1 to 36,500'],
    ['privacy.ip', 'hashed', 'one of truncated, whole'],
    ['api.throttleRate', 0, throttle],
    ['api.throttleRate', 10_001, throttle],
    ['api.throttleBurst', 5_001, 'a whole number from 1 to 5,000'],
    ['api.openRouteRate', 0, throttle],
    ['api.openRouteBurst', 5_001, 'a whole number from 1 to 5,000'],
    ['auth.ingest', 'key', 'one of none, token'],
    ['auth.issuers', [issuer, issuer], issuers],
    ['auth.issuers', ['https://login.example.org'], issuers],
    ['auth.issuers', [{ ...issuer, audience: '' }], issuers],
    ['auth.issuers', [{ ...issuer, aud: 'sunstream' }], issuers],
    ['auth.issuers', [{ ...issuer, issuer: ' ' }], issuers],
    ['auth.issuers', [{ ...issuer, jwksUrl: 'login.example.org/jwks' }], issuers],
    ['auth.issuers', [{ ...issuer, jwksUrl: 'http://login.example.org/jwks' }], issuers],
    ['streams.mode', 'serverless', 'one of provisioned, on-demand'],
    ['streams.shards', 1.5, 'a whole number from 1 to 1,000'],
    ['streams.enrichedShards', 0, 'a whole number from 1 to 1,000'],
    ['streams.retentionHours', 23, 'a whole number from 24 to 8,760'],
    ['consumers.batchSize', '100', 'a whole number from 1 to 10,000'],
    ['consumers.windowSeconds', 301, 'a whole number from 0 to 300'],
    ['consumers.parallelization', 11, 'a whole number from 1 to 10'],
    ['consumers.retryAttempts', -1, 'a whole number from 0 to 10,000'],
    ['consumers.maxRecordAgeHours', 0, age],
    ['consumers.maxRecordAgeHours', 168, age],
    ['claims.windowDays', 31, 'a whole number from 1 to 30'],
    ['registry.cacheSeconds', 0, 'a whole number from 1 to 86,400'],
    ['registry.refreshUsers', 'yes', 'one of true, false'],
    ['lake.bufferMiB', 129, 'a whole number from 1 to 128'],
    ['lake.bufferSeconds', 901, 'a whole number from 0 to 900'],
    ['lake.keepDays.telemetry', 0, days],
    ['lake.keepDays.archive', 1.5, days],
    ['lake.keepDays.failed', -1, days],
    ['lake.keepDays.undelivered', '30', days],
    ['lake.keepDays.exhaust', 0, days],
    ['lake.keepDays.summary', 0, days],
    ['sessions.hour', 24, hour],
    ['sessions.hour', '4', hour],
    ['sessions.gapMinutes', 0, 'a whole number from 1 to 1,440'],
    ['sessions.idleMinutes', 1_441, 'a whole number from 1 to 1,440'],
    ['sessions.lateDays', -1, 'a whole number from 0 to 30'],
    ['exhaust.nightlyHour', 24, hour],
    ['exhaust.nightlyHour', -1, hour],
    ['exhaust.nightlyHour', 1.5, hour],
    ['exhaust.nightlyHour', '2', hour],
    ['exhaust.tellEmails', 'ops@example.org', emails],
    ['exhaust.tellEmails', ['ops'], emails],
    ['exhaust.tellEmails', ['ops@example.org', 'ops@example.org'], emails],
    ['exhaust.tellPhones', '+919800000000', phones],
    ['exhaust.tellPhones', ['9800000000'], phones],
    ['exhaust.tellPhones', ['+91 98000 00000'], phones],
    ['exhaust.tellPhones', ['+919800000000', '+919800000000'], phones],
    ['exhaust.maxDays', 0, 'a whole number from 1 to 3,660'],
    ['exhaust.lateDays', 6, late],
    ['exhaust.lateDays', 7.5, late],
    ['exhaust.lateDays', 367, late],
    ['exhaust.runOnSubmit', 'no', 'one of true, false'],
    ['exhaust.maxScanGiB', 0, 'a whole number from 1 to 1,048,576'],
    ['exhaust.csv', 'excel', 'one of spark, rfc4180'],
    ['exhaust.neutraliseFormulas', 'yes', 'one of true, false'],
    ['exhaust.zipCipher', 'none', 'one of aes-256, zipcrypto'],
    ['exhaust.uciPdata', ' ', 'a LIKE pattern such as "%.uci.%", not blank'],
    ['functions.ingestMemory', 127, memory],
    ['functions.consumerMemory', 10_241, memory],
    ['functions.ingestConcurrency', 0, 'null or a whole number from 1 up'],
    ['logs.level', 'info', level],
    ['alarms.emails', 'ops@example.org', emails],
    ['alarms.emails', ['ops'], emails],
    ['alarms.emails', ['ops@example.org', 'ops@example.org'], emails],
    ['alarms.watch', 'some', 'one of data, all'],
    ['alarms.traffic', { ...traffic, until: 10 }, hours],
    ['alarms.traffic', { ...traffic, weekdays: [0] }, hours],
    ['alarms.traffic', { ...traffic, weekdays: [] }, hours],
    ['alarms.traffic', { ...traffic, closed: ['2026-10-20/2026-10-19'] }, hours],
    ['alarms.traffic', { ...traffic, closed: ['20.10.2026'] }, hours],
    ['alarms.traffic', { ...traffic, closed: ['2026-02-31'] }, hours],
    ['alarms.traffic', { ...traffic, hours: 2 }, hours],
  ])('refuses %s %j, saying what it expected', (key, found, expected) => {
    const config = withValue(readConfig('dev'), key, found);

    const check = () => checkConfig(config);

    expect(check).toThrow(`${key}: expected ${expected}, found ${JSON.stringify(found)}.\n`);
  });

  it('takes “*” for the headers only where it stands for the origins, since a browser takes it for a name else', () => {
    const open = withValue(readConfig('dev'), 'api.allowHeaders', ['authorization', '*']);

    expect(() => checkConfig(open)).not.toThrow();
    expect(() => checkConfig(withValue(open, 'api.allowOrigins', ['https://*']))).toThrow(/^api\.allowHeaders: /);
  });

  it.each([
    ['api.allowOrigins', ['https://portal.example.org', 'http://localhost:3000', 'https://*', 'capacitor://localhost']],
    ['sessions.hour', null],
    ['alarms.traffic', { ...traffic, closed: ['2026-10-20', '2026-05-01/2026-06-14'] }],
    ['sessions.lateDays', 0],
    ['lake.keepDays.summary', null],
    ['exhaust.nightlyHour', null],
    ['exhaust.nightlyHour', 0],
    ['exhaust.nightlyHour', 23],
    ['exhaust.tellEmails', ['ops@example.org']],
    ['exhaust.tellPhones', ['+919800000000']],
  ])('takes %s %j', (key, value) => {
    expect(() => checkConfig(withValue(readConfig('dev'), key, value))).not.toThrow();
  });

  it('takes an issuer’s keys without TLS on this machine alone', () => {
    const issuers = [{ issuer: 'test', jwksUrl: 'http://127.0.0.1:9000/jwks' }];

    expect(() => checkConfig(withValue(readConfig('local'), 'auth.issuers', issuers))).not.toThrow();
    expect(() => checkConfig(withValue(readConfig('prod'), 'auth.issuers', issuers))).toThrow(/^auth\.issuers: /);
  });

  it('refuses a log retention that CloudWatch does not have', () => {
    const config = withValue(readConfig('dev'), 'logs.retentionDays', 15);

    const check = () => checkConfig(config);

    expect(check).toThrow(/^logs\.retentionDays: expected one of 1, 3, 5, 7, 14, .*, found 15\.$/m);
  });

  it('names every wrong key at once, and the file to mend', () => {
    const config = withValue(withValue(readConfig('prod'), 'claims.windowDays', 0), 'streams.shards', 0);

    const check = () => checkConfig(config);

    expect(check).toThrow(/^streams\.shards: .*\nclaims\.windowDays: .*\nMend it in lib\/config\/stages\/prod\.ts\.$/);
  });
});

/** The configuration with one key, given by its path, set to a value that the type may not allow. */
function withValue(config: SunstreamConfig, path: string, value: unknown): SunstreamConfig {
  const copy = structuredClone(config) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce((inner, key) => inner[key] as Record<string, unknown>, copy);
  holder[last] = value;
  return copy as unknown as SunstreamConfig;
}
