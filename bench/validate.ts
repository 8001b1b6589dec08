import { cpus } from 'node:os';
import { checkSchema } from '../lambdas/shared/telemetry/check-schema.js';
import { judgeEvent } from '../lambdas/shared/telemetry/judge-event.js';
import { redactEvent } from '../lambdas/shared/telemetry/redact-event.js';
import type { TelemetryEvent } from '../lambdas/shared/telemetry/types.js';
import { benchCommand } from './bench-command.js';
import { makeEvent } from './make-events.js';

const help = `npm run bench:validate -- [options]    µs an event to parse, redact, repair and validate it, against JSON.parse alone

  --events N   events of each kind a round (default 100000)
  --rounds N   rounds; the medians are printed (default 7)
`;

/** What producers send: as the schemas want it, with keys that they don't know, and with what has to be repaired. */
const kinds: Readonly<Record<string, (event: ReturnType<typeof makeEvent>) => object>> = {
  valid: (event) => event,
  'unknown edata key': (event) => ({ ...event, edata: { ...(event.edata as object), section: 'Popular story' } }),
  repaired: ({ edata, ...event }) => {
    const { type, pageid, ...rest } = edata as Record<string, unknown>;
    return { ...event, eid: 'Interact', edata: { ...rest, Type: type, Pageid: pageid } };
  },
};

/** What is done to each event's text; each row does all that is in its name, from the text on. */
const steps: Readonly<Record<string, (text: string) => unknown>> = {
  'JSON.parse': (text) => JSON.parse(text),
  '+ validate and repair': (text) => checkSchema(JSON.parse(text) as TelemetryEvent, 'compatible'),
  '+ redact': (text) => {
    const event = JSON.parse(text) as TelemetryEvent;
    redactEvent(event);
    return checkSchema(event, 'compatible');
  },
  '+ print: all that ingest judges': (text) => {
    const event = JSON.parse(text) as TelemetryEvent;
    redactEvent(event);
    return judgeEvent(event);
  },
};

function bench({ events, rounds }: Readonly<Record<'events' | 'rounds', number>>): void {
  const { versions } = process;
  console.log(
    `${events} events a kind, ${rounds} rounds, medians in µs an event; ${cpus().length} x ${cpus()[0]?.model}, Node ${versions.node}, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  for (const [kind, make] of Object.entries(kinds)) {
    const texts = Array.from({ length: events }, (_, index) => JSON.stringify(make(makeEvent(index, Date.now()))));
    const measured = measure(texts, rounds);
    const parse = measured['JSON.parse'] ?? 0;
    console.log(`${kind}, ${Math.round(texts.reduce((sum, { length }) => sum + length, 0) / events)} bytes`);
    for (const [step, median] of Object.entries(measured)) {
      console.log(
        `  ${step.padEnd(32)} ${median.toFixed(2).padStart(6)}   ${((median - parse) / parse).toFixed(2)} x JSON.parse on top`,
      );
    }
  }
}

/** Median of each step. The steps take turns, so that a slow moment of the machine hits them alike. */
function measure(texts: readonly string[], rounds: number): Record<string, number> {
  const times = Object.keys(steps).map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [at, run] of Object.values(steps).entries()) {
      const start = process.hrtime.bigint();
      for (const text of texts) run(text);
      // The first round warms up.
      if (round > 0) times[at]?.push(Number(process.hrtime.bigint() - start) / 1_000 / texts.length);
    }
  }
  return Object.fromEntries(Object.keys(steps).map((step, at) => [step, medianOf(times[at] ?? [])]));
}

function medianOf(found: readonly number[]): number {
  return found.toSorted((a, b) => a - b)[Math.floor(found.length / 2)] ?? Number.NaN;
}

benchCommand(help, { events: { default: 100_000 }, rounds: { default: 7 } }, bench);
