// What the programs of the documented shell examples are while a test runs them: `npm` runs the command against the
// runner of the test, `curl` is the real one whose status is noted, and what takes an account or minutes is only checked.
// Each call becomes a line of $CALLS; the exit code is 0, so that one that fails doesn't hide the next.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { CALLS, PROJECT, STATE, REAL_CURL, HEADERS } = process.env;
const [program, ...args] = process.argv.slice(2);
const scripts = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')).scripts;

const note = (call) =>
  appendFileSync(CALLS, `${JSON.stringify({ command: [program, ...args].join(' '), code: 0, ...call })}\n`);
const notRun = (why) => note({ how: 'not run', why });
const wrong = (found) => note({ how: 'not run', code: 1, output: found });

/** Runs a module of dist/ until it ends. */
function run(module, moduleArgs, how, why) {
  const isAws = ['--aws', '--bucket', '--secret-id', '--state-machine'].some((option) => moduleArgs.includes(option));
  const withState = how === 'ran' ? ['--state', STATE] : [];
  const nowhere = join(STATE, 'nowhere');
  // Nobody's credentials: a call to AWS ends with what to do about that.
  const aws = { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: nowhere, AWS_SHARED_CREDENTIALS_FILE: nowhere };
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
    ...aws,
  };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(PROJECT, 'dist', `${module}.js`), ...moduleArgs, ...withState],
    { env, encoding: 'utf8' },
  );
  process.stdout.write(stdout);
  note({ how: isAws ? 'without credentials' : how, code: status, output: `${stdout}${stderr}`, why });
}

function npm([first, ...rest]) {
  if (first === 'ci') return notRun('it installed what runs this');
  if (first === 'test') return notRun('this is it');
  if (first === 'start')
    return run('cli/commands/start/run', [...rest.filter((arg) => arg !== '--'), '--help'], 'parsed', 'one is up');
  const [name, ...after] = first === 'run' ? rest.filter((arg) => arg !== '-s') : [];
  if (!Object.hasOwn(scripts, name ?? '')) return wrong(`package.json has no script "${name}"`);
  const [, module, own = ''] = /^node scripts\/run\.mjs (\S+) ?(.*)$/.exec(scripts[name]) ?? [];
  const given = [...own.split(' ').filter(Boolean), ...after.filter((arg) => arg !== '--')];
  if (module === undefined) return notRun('CI runs it by itself');
  if (module.startsWith('bench/')) return run(module, [...given, '--help'], 'parsed', 'it takes minutes');
  run(module, given, 'ran');
}

function curl(curlArgs) {
  const { status, stdout, stderr } = spawnSync(REAL_CURL, ['-D', HEADERS, ...curlArgs], { encoding: 'utf8' });
  process.stdout.write(stdout);
  const [, http] = /^HTTP\/\S+ (\d+)/.exec(existsSync(HEADERS) ? readFileSync(HEADERS, 'utf8') : '') ?? [];
  note({ how: 'ran', code: status, http: Number(http), output: `${stdout}${stderr}` });
}

/** The CDK's commands take an account, or as long as all the rest; that the stage is there is checked. */
function npx([tool, command, ...rest]) {
  if (tool !== 'cdk') return wrong(`no such tool: ${tool}`);
  if (!['bootstrap', 'deploy', 'destroy', 'diff', 'synth'].includes(command)) return wrong(`cdk has no ${command}`);
  const stage = rest.find((arg) => arg.startsWith('stage='))?.slice('stage='.length);
  if (stage !== undefined && !existsSync(join(PROJECT, 'lib/config/stages', `${stage}.ts`)))
    return wrong(`no stage ${stage}`);
  notRun('the CDK takes an account, and other tests synthesize');
}

/** An account's; of its S3 the runner's lake stands in, and of its stacks' outputs the names are checked. */
function aws(awsArgs) {
  const outputs = Object.keys(
    JSON.parse(readFileSync(join(STATE, 'cdk.out', 'sunstream-local.template.json'), 'utf8')).Outputs,
  );
  const asked = [...awsArgs.join(' ').matchAll(/OutputKey=='(\w+)'/g)].map(([, key]) => key);
  const unknown = asked.find((key) => !outputs.some((output) => output === key || key === 'ConsumerSecrets'));
  if (unknown) return wrong(`the stack has no output ${unknown}`);
  const [source, target] = awsArgs.filter((arg) => !arg.startsWith('--')).slice(2);
  if (awsArgs[0] === 's3' && awsArgs[1] === 'cp') copyLake(source, target);
  notRun('it takes the AWS CLI and an account');
}

/** `s3://…/telemetry/dt=…/` or one hour of it: any day of the runner's. */
function copyLake(source, target) {
  const telemetry = join(STATE, 's3/lake-bucket/telemetry');
  const day = join(telemetry, readdirSync(telemetry)[0]);
  const from = /\/hour=\d+\/$/.test(source) ? join(day, readdirSync(day)[0]) : day;
  mkdirSync(target, { recursive: true });
  cpSync(from, target, { recursive: true });
}

const programs = { npm, npx, aws, curl, docker: () => notRun('it takes Docker; test:engines has the same OpenSearch') };
programs[program](args);
