import type { AlarmRule } from './alarm-rule.js';
import { counted, failingShare, metric, shareOf, sumExpression } from './measures.js';
import { openHours } from './open-hours.js';

const lambda = 'AWS/Lambda';
const throttles = metric(lambda, 'Throttles', 'Sum');
const requests = metric('AWS/ApiGateway', 'Count', 'Sum');
/** What the access log has of an answer; API Gateway's own metrics know 4xx alone. */
const answered = (status: string) => metric('Sunstream', 'answers', 'Sum', { status });

const trafficMinutes = 60;

/** What clients see of the API besides the pipeline's own errors. */
export const serviceRules: readonly AlarmRule[] = [
  {
    id: 'service-errors',
    title: 'A service fails',
    severity: 'today',
    on: 'service',
    measure: (target) =>
      failingShare(
        { errors: metric(lambda, 'Errors', 'Sum'), throttles, unavailable: counted(`${target.name}.unavailable`) },
        { calls: metric(lambda, 'Invocations', 'Sum'), throttles },
        2,
      )(target),
    measures:
      'share of a service’s calls that failed, were refused concurrency, or were answered with “not available”, from two on',
    threshold: () => 5,
    unit: '%',
    periodMinutes: 60,
    periods: 1,
    missing: 'notBreaching',
    isBesides: true,
    means:
      'The registry, the device API, the dataset service or what serves wrong addresses doesn’t answer as it should. They are a small part of the API’s requests, so [ingest-5xx](#ingest-5xx) may not see it. Callers got an error, and nothing of theirs was acknowledged. Telemetry is taken meanwhile.',
    look: [
      'The function’s log: `filter level = "ERROR" or @message like "Task timed out" | sort @timestamp desc` names what did not answer.',
      'Did it begin with a deployment? Does a table throttle?',
    ],
    mend: [
      'A dependency is down: mend that; the next call works.',
      'Began with a deployment: deploy the commit before it.',
      'Refused concurrency: as for [function-throttles](#function-throttles).',
    ],
    over: 'Calls are answered again.',
  },
  {
    id: 'requests-throttled',
    title: 'Many requests are throttled',
    severity: 'today',
    on: 'api',
    measure: shareOf(answered('429'), requests, 100),
    measures: 'share of the requests answered with 429; under 100 requests it is not looked at',
    threshold: () => 5,
    unit: '%',
    periodMinutes: 15,
    periods: 1,
    missing: 'notBreaching',
    isBesides: true,
    means:
      'More comes than the throttle lets in. SDKs keep what was refused and send it again; with too little room on a device the oldest is given up there. Either there is that much traffic, or a stranger floods a route.',
    look: [
      'The API’s access log: `filter status = "429" | stats count(*) by route, bin(5m)`. A route without a token that is alone in it is a flood; all routes together are traffic.',
      '`Count` of the API over the last weeks: is it a peak of every day?',
    ],
    mend: [
      'Traffic: raise `api.throttleRate` and `api.throttleBurst`, see that `functions.ingestConcurrency` and `streams.shards` go with it, and deploy.',
      'A flood: the throttle does what it is for. With a token: take it back ([access](access.md)).',
    ],
    over: 'Hardly any request is throttled for a quarter of an hour.',
  },
  {
    id: 'requests-refused',
    title: 'Many requests have no good token',
    severity: 'today',
    on: 'api',
    measure: (target) => {
      const refused = sumExpression(['unknown', 'forbidden']);
      return {
        series: { unknown: answered('401')(target), forbidden: answered('403')(target), requests: requests(target) },
        expression: `IF(requests >= 100, 100 * ${refused} / requests, 0)`,
      };
    },
    measures: 'share of the requests answered with 401 or 403; under 100 requests it is not looked at',
    threshold: () => 10,
    unit: '%',
    periodMinutes: 15,
    periods: 1,
    missing: 'notBreaching',
    isBesides: true,
    means:
      'Clients come without a token, or with one that is not good. SDKs try again for ever, so what they have is late until they get one; a stranger who tries tokens looks the same.',
    look: [
      'The API’s access log: `filter status in ["401", "403"] | stats count(*) by route, consumer, bin(5m)`.',
      'The authorizer’s log: `filter message = "token refused" | stats count(*) by reason, consumer` says why.',
      'Was a consumer taken out of the secret, or did a release of an app go out?',
    ],
    mend: [
      'A consumer that should be let in: put it back, or give its app a new token ([access](access.md)).',
      'Expired tokens: the app’s gateway is to renew them.',
      'A stranger: nothing gets in. Lower `api.throttleRate` if the cost of refusing is what hurts.',
    ],
    over: 'Hardly any request is refused for a quarter of an hour.',
  },
  {
    id: 'no-telemetry',
    title: 'No telemetry comes',
    severity: 'now',
    on: 'traffic',
    measure: (target) => ({
      series: { received: counted('ingest.received')(target) },
      steps: {
        came: sumExpression(['received']),
        ...(target.hours &&
          openHours(target.hours, { of: 'came', periodMinutes: trafficMinutes, year: new Date().getFullYear() })),
      },
      expression: 'IF(open, IF(came == 0, 1, 0))',
    }),
    measures: 'whether no event came in an hour of those in which some must (`alarms.traffic`)',
    threshold: () => 0,
    unit: '',
    periodMinutes: trafficMinutes,
    periods: 2,
    // Between two days nothing is known, and what was wrong is so still.
    missing: 'ignore',
    means:
      'Nothing fails, since nothing arrives: a name that no longer leads here, a certificate that ran out, a release that sends elsewhere, CORS, a gateway in front that is down. SDKs keep what they can’t send for as long as they have room.',
    look: [
      '`curl -i URL/health` from outside, with the URL that clients have: is it this API that answers?',
      '`Count` and `4xx` of the API: requests that come and are refused are told by [requests-refused](#requests-refused) too.',
      'Is it a holiday? Then put it into `alarms.traffic.closed` and deploy.',
    ],
    mend: [
      'The name, the certificate or the gateway: put it right; clients send what they kept.',
      'A release of a producer: tell its team since when nothing came.',
    ],
    over: 'Events come again within the hours. In the night the alarm stays as it was in the evening.',
  },
];
