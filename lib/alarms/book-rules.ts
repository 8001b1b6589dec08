import { type Account, stageOf } from '../books/counts.js';
import { hops } from '../books/hops.js';
import { stageSeries } from '../books/stage-series.js';
import type { AlarmRule, Measure, Target } from './alarm-rule.js';
import { shareOf, sumExpression } from './measures.js';

/** Events that may be under way at the edge of a period without the share saying anything. */
const fewEvents = 100;

/** Of a hop by its name, as far as its stages are in the stack: a metric that never was would leave no sum. */
function hopDifference({ name, dimensions: { stack = '' }, stages = [] }: Target): Measure {
  const hop = hops.find((one) => one.name === name);
  if (!hop) throw new Error(`alarm: expected one of the hops of lib/books/hops.ts, found "${name}".`);
  const known = (accounts: readonly Account[]) => accounts.filter((account) => stages.includes(stageOf(account)));
  const seriesOf = (side: 'from' | 'to') =>
    known(hop[side]).map((account, index) => [`${side}${index}`, stageSeries(stack, account)] as const);
  const sides = { from: seriesOf('from'), to: seriesOf('to') };
  const from = sumExpression(sides.from.map(([id]) => id));
  const to = sumExpression(sides.to.map(([id]) => id));
  return {
    series: Object.fromEntries([...sides.from, ...sides.to]),
    expression: `IF(ABS(${from} - ${to}) > ${fewEvents}, 200 * ABS(${from} - ${to}) / (${from} + ${to}), 0)`,
  };
}

/** What the stages' own counts say. */
export const bookRules: readonly AlarmRule[] = [
  {
    id: 'books-differ',
    title: 'The books do not balance',
    severity: 'now',
    on: 'hop',
    measure: hopDifference,
    measures: `how much two stages' counts differ over six hours, in percent; up to ${fewEvents} events don't count`,
    threshold: () => 1,
    unit: '%',
    periodMinutes: 360,
    periods: 1,
    missing: 'notBreaching',
    means:
      'One stage says that it passed on more events, or fewer, than the next one says it received. Either a stage lags or stands still, or frames were given up, or events were counted twice or lost.',
    look: [
      '`npm run books -- --aws --stage STAGE --since 24h` prints the counts by hour, names the hop and says since which hour it differs.',
      'The undelivered bucket: `aws s3 ls --recursive s3://UNDELIVERED_BUCKET/`. What lies there was counted by the stage before and not by the one that gave up.',
      'If it says `under way`, the next stage is behind: see [stage-behind](#stage-behind). If it says `balanced`, events were on their way at the edge of the six hours; the alarm goes off by itself.',
      'Was there a redrive in these hours? Its frames were counted before the hop when they first came, and behind it now, as too many: ask again with `--since` before the outage, such as `--since 3d`, and both are in it. The alarm goes off by itself six hours later.',
    ],
    mend: [
      'Frames in the undelivered bucket: [undelivered-frames](#undelivered-frames).',
      'A stage that stands still: [function-errors](#function-errors), [function-throttles](#function-throttles).',
      'More events behind a hop than before it: something else writes to the stream, or a stage did its work twice after a crash. Count `mid`s of that hour in the lake; the archive holds the frames as they came.',
    ],
    over: '`npm run books` says `balanced` for the hours in question.',
  },
  {
    id: 'failed-share',
    title: 'Many events fail',
    severity: 'today',
    on: 'stage',
    measure: shareOf(
      ({ dimensions, name }) => stageSeries(dimensions.stack ?? '', `${name}.failed`),
      ({ dimensions, name }) => stageSeries(dimensions.stack ?? '', `${name}.received`),
      100,
    ),
    measures:
      'share of the events received in an hour that went to the failed book; under 100 events it is not looked at',
    threshold: () => 5,
    unit: '%',
    periodMinutes: 60,
    periods: 1,
    missing: 'notBreaching',
    means:
      'Events come that the stage does not take. At ingest that is mostly one producer that has changed its events; at dedup or enrich it is a fault of ours, since ingest has let them pass. Nothing is lost: they are in `failed/` with their reasons.',
    look: [
      'The first query of [failed events](failed-events.md#counting-them), for today: reason, field and producer.',
      'Was a release of a producer, or of this stack, right before it?',
    ],
    mend: [
      'A producer’s mistake: send its team the rows of that query; they say what was expected and what was found.',
      'A rule of ours that is too strict: mend the schema or add a repair, deploy, then `npm run replay -- --reason schema --state-machine REPLAY_ARN` brings back what failed.',
    ],
    over: 'The share is back under the threshold, and what can be replayed has been.',
  },
];
