import type { EmittingStack } from './emitting-stack.js';
import type { Minute } from './timeline.js';

const day = 24 * 60;
/** Minutes that Asia/Kolkata, the stages' zone, is ahead of UTC. */
const ahead = 330;

/** The functions that a request or a frame invokes, by the begin of their ids. */
const functions = ['IngestFunction', 'DedupFunction', 'EnrichFunction', 'AccessFunction'];
const services = ['RegistryFunction', 'DevicesFunction', 'ExhaustFunction', 'StraysFunction', 'SearchFailedFunction'];
const streams = ['IngestStream', 'UniqueStream', 'EnrichedStream'];
const deliveries = ['LakeArchiveDelivery', 'LakeTelemetryDelivery', 'LakeFailedDelivery'];
const stages = ['Dedup', 'Enrich'];

/** Requests a minute at an hour of the day: schools have theirs from seven to five, homes some until eleven. */
function requestsAt(localMinute: number): number {
  const hour = Math.floor(localMinute / 60);
  if (hour >= 7 && hour < 17) return 300;
  return hour >= 17 && hour < 23 ? 40 : 0;
}

/** Days on which nothing is wrong, with what always goes wrong a little: nothing at night, nothing on Sundays. */
export function playUsualDays(stack: EmittingStack, from: Minute, to: Minute): void {
  for (let minute = from; minute < to; minute++) {
    const seconds = stack.timeline.begin + minute * 60;
    const local = Math.floor(seconds / 60) + ahead;
    const isSunday = new Date(local * 60_000).getUTCDay() === 0;
    const requests = isSunday ? 0 : requestsAt(local % day);
    if (requests > 0) playTraffic(stack, minute, requests);
    for (const delivery of deliveries) stack.deliver(delivery, minute, { freshness: requests > 0 ? 250 : 0 });
    stack.deliver('SearchTelemetry', minute, { freshness: 50, to: 'AmazonOpenSearchService' });
    stack.tellDomain(minute);
    playNight(stack, minute, local % day);
  }
}

/** A minute of traffic: a service call now and then, a bad request, a token that ran out, one function that failed. */
function playTraffic(stack: EmittingStack, minute: Minute, requests: number): void {
  const events = requests * 20;
  const odd = minute % 97 === 0 ? 1 : 0;
  stack.answer(minute, { 200: requests, 400: 1, 401: 2, 429: 5 * odd, 500: odd });
  for (const name of functions) stack.invoke(name, minute, { times: requests, failed: odd });
  for (const name of streams) stack.write(name, minute, { records: requests, refused: odd });
  for (const stage of stages) stack.handOver(stage, minute, { ageMs: 900 });
  stack.count('registry', minute, { unavailable: odd });
  stack.count('ingest', minute, { received: events, forwarded: events - 10, failed: 10 });
  stack.count('dedup', minute, { received: events - 10, forwarded: events - 30, duplicate: 20, failed: 0 });
  stack.count('enrich', minute, { received: events - 30, forwarded: events - 30, failed: 0 });
  stack.deliver('SearchTelemetry', minute, { success: 1, to: 'AmazonOpenSearchService' });
  if (minute % 5 === 0) for (const delivery of deliveries) stack.deliver(delivery, minute, { success: 1 });
  if (minute % 10 === 0) for (const name of services) stack.invoke(name, minute);
}

/** What schedules start: exports at two and sessions at four. */
function playNight(stack: EmittingStack, minute: Minute, local: number): void {
  if (local === 2 * 60) {
    stack.execute('ExhaustRuns', minute, 'Succeeded');
    for (const name of ['ExhaustRunsFunctionsControl', 'ExhaustRunsFunctionsWrite']) {
      stack.invoke(name, minute, { times: 3, ms: 40_000 });
    }
  }
  if (local === 4 * 60) {
    stack.execute('Sessions', minute, 'Succeeded');
    stack.invoke('SessionsFunction', minute, { times: 5, ms: 100_000 });
  }
}
