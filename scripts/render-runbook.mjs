const severities = { now: 'at once, day or night', today: 'in working hours' };

/** Unit of a threshold → how many of it make a larger one that people read better, largest first. */
const larger = {
  ms: [
    [3_600_000, 'hours'],
    [60_000, 'minutes'],
  ],
  s: [[60, 'minutes']],
};

/** docs/runbook.md: a row and a chapter for each rule of the alarm table, with the thresholds of some configurations. */
export function renderRunbook(rules, configs) {
  return [
    ...rules.flatMap((rule, index) => (index === 0 ? [tableHead, rowOf(rule)] : [rowOf(rule)])),
    '',
    ...rules.flatMap((rule) => chapterOf(rule, configs)),
  ].join('\n');
}

const besides = " Only where `alarms.watch` is `'all'`.";

const tableHead = '| alarm | says | look at it |\n| --- | --- | --- |';

const rowOf = ({ id, title, severity }) => `| [${id}](#${id}) | ${title} | ${severities[severity]} |`;

function chapterOf(rule, configs) {
  const { id, title, severity, measures, means, look, mend, over, isBesides } = rule;
  return [
    `## ${id}`,
    '',
    `**${title}.** Look at it ${severities[severity]}.${isBesides ? besides : ''}`,
    '',
    means,
    '',
    `It measures ${measures}; it goes off ${condition(rule, configs)}.`,
    '',
    'Look at first:',
    '',
    ...look.map((step, index) => `${index + 1}. ${step}`),
    '',
    'Then:',
    '',
    ...mend.map((step) => `- ${step}`),
    '',
    `It is over when: ${over}`,
    '',
  ];
}

function condition({ threshold, unit, periodMinutes, periods, breaching = periods }, configs) {
  const values = configs.map((config) => [config.stage, amount(threshold(config), unit)]);
  const isSame = new Set(values.map(([, text]) => text)).size === 1;
  const above = isSame ? values[0][1] : values.map(([stage, text]) => `${text} in ${stage}`).join(', ');
  const [once, all] = [duration(periodMinutes), duration(periodMinutes * periods)];
  if (breaching < periods) return `above ${above}, ${breaching} of ${periods} times over ${once}`;
  return `above ${above}, ${periods === 1 ? `over ${all}` : `for ${all} (${periods} times ${once})`}`;
}

const duration = (minutes) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} minutes`);

function amount(value, unit) {
  const [size, name] = (larger[unit] ?? []).find(([least]) => value >= least) ?? [1, unit];
  return `${(value / size).toLocaleString('en')} ${name}`.trim();
}
