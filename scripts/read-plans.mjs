// tracking-plans/*.json, and what is wrong with their form. What they mean together is judged by cli/commands/plans/.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'tracking-plan.schema.json'), 'utf8'));
// Draft 7 allows the keywords of several types beside each other, as a plan's values need.
const validate = new Ajv({ allErrors: true, verbose: true, strictTypes: false }).compile(schema);

export const plansFolder = join(import.meta.dirname, '../tracking-plans');

/** Reads the plans of a folder, in the order of their names. A problem is a line that names file, step and path. */
export function readPlans(folder = plansFolder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const read = files.sort().map((file) => readPlan(folder, file));
  return { plans: read.flatMap(({ plan }) => plan ?? []), problems: read.flatMap(({ problems }) => problems) };
}

function readPlan(folder, file) {
  const problem = (message) => `tracking-plans/${file}: ${message}`;
  const { plan, error } = parse(readFileSync(join(folder, file), 'utf8'));
  if (error) return { problems: [problem(`expected JSON, found: ${error}`)] };
  if (!validate(plan)) return { problems: faultsOf(plan, validate.errors).map(problem) };
  const problems = [...wrongName(plan, file), ...repeatedSteps(plan)].map(problem);
  return problems.length > 0 ? { problems } : { plan, problems };
}

function parse(text) {
  try {
    return { plan: JSON.parse(text, onlyWhatEventsHold) };
  } catch (error) {
    return { error: error.message };
  }
}

/** What JSON can say and no stored event can be compared with. */
function onlyWhatEventsHold(key, value) {
  if (key === '__proto__') throw new Error('a key __proto__');
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
    throw new Error(`a number that no double holds, under ${key}`);
  }
  return value;
}

function faultsOf(plan, errors) {
  // ajv names the branch that failed besides what failed in it.
  return errors.filter(({ keyword }) => keyword !== 'if').map((error) => describe(plan, error));
}

function describe(plan, { instancePath, keyword, message, params, data }) {
  const [, index] = /^\/steps\/(\d+)/.exec(instancePath) ?? [];
  const name = index && plan.steps[index]?.step;
  const detail = details[keyword]?.(params) ?? `, found ${JSON.stringify(data)}`;
  return `${name ? `step "${name}": ` : ''}${instancePath || '/'}: ${message}${detail}`;
}

/** Where the message, or this, says what was found, the whole object need not be shown. */
const details = {
  required: () => '',
  additionalProperties: ({ additionalProperty }) => `, found ${additionalProperty}`,
  'false schema': () => ': it is the pipeline’s own, set from the plan',
};

/** The file names of a folder differ, so those of the plans do. */
function wrongName({ name }, file) {
  return file === `${name}.json`
    ? []
    : [`/name: expected "${file.replace(/\.json$/, '')}", as the file, found "${name}"`];
}

function repeatedSteps({ steps }) {
  const names = steps.map(({ step }) => step);
  return steps.flatMap(({ step }, index) =>
    names.indexOf(step) === index
      ? []
      : [`step "${step}": /steps/${index}/step: expected another name, found it twice`],
  );
}
