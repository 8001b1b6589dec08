import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEvent } from '../../bench/make-events.js';
import { postBatches } from '../../bench/post-batches.js';
import { areBalanced, readBooks } from '../../cli/commands/demo/session-books.js';
import { lakeFiles } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { projectRoot } from '../../lib/project-root.js';
import { useRunner } from '../support/use-runner.js';

const batches = 10;
const batchSize = 50;

/** One event in fifty is invalid, and the first batch comes twice. */
function makeTraffic(): string[] {
  const ets = Date.now();
  const bodies = Array.from({ length: batches }, (_, batch) => {
    const events = Array.from({ length: batchSize }, (_, index) => {
      const event = makeEvent(batch * batchSize + index, ets);
      return index === 7 ? { ...event, actor: { id: 'no type' } } : event;
    });
    return JSON.stringify({ id: 'api.sunbird.telemetry', ver: '3.0', params: { msgid: `books-${batch}` }, events });
  });
  return [...bodies, ...bodies.slice(0, 1)];
}

describe('npm run books', () => {
  const runner = useRunner();
  const received = (batches + 1) * batchSize;

  /** The command until it ends. */
  const books = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<{ code: number; output: string }> =>
    new Promise((resolve) => {
      const command = [join(projectRoot, 'dist/cli/commands/books/run.js'), ...args];
      execFile(process.execPath, command, { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
      );
    });
  const ofRunner = (...args: string[]) => books(process.env, '--state', runner.state, ...args);

  beforeAll(async () => {
    await postBatches(runner.info.url, makeTraffic(), 4);
    const come = () => readBooks(runner.info);
    await waitUntil(() => come().received === received && areBalanced(come()), 60_000);
  }, 120_000);

  it('balances while the runner is up, and when it is down, with exit code 0', async () => {
    const up = await ofRunner();
    await runner.stop();
    const down = await ofRunner();

    for (const { code, output } of [up, down]) {
      expect(output).toContain(`${received} = ${batches * (batchSize - 1)} + ${batchSize - 1} + ${batches + 1}`);
      expect([code, output]).toEqual([0, expect.not.stringMatching(/DIFFERS|under way/)]);
    }
  }, 60_000);

  it('counts the rest where a file is cut in half, and names it, with exit code 2', async () => {
    const [file = ''] = lakeFiles(runner.info, 'failed');
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length / 2));

    const { code, output } = await ofRunner();
    writeFileSync(file, whole);

    expect([code, output]).toEqual([2, expect.stringContaining('\nunreadable 1, in no count above\n')]);
    expect(output).toContain(`  ${file}: expected a whole gzip, found unexpected end of file\n`);
    expect(output).toMatch(/^dedup → enrich +balanced$/m);
  }, 60_000);

  it('names the stage whose count is wrong, with exit code 1', async () => {
    const log = join(runner.info.logFolder, 'dedup-function.log');
    const lines = readFileSync(log, 'utf8');
    const index = lines.indexOf('{"_aws"');
    const end = lines.indexOf('\n', index);

    writeFileSync(log, lines.slice(0, index) + lines.slice(end + 1));
    const { code, output } = await ofRunner();
    const { hops } = JSON.parse((await ofRunner('--json')).output);
    writeFileSync(log, lines);

    expect(code).toBe(1);
    expect(output).toMatch(
      /^dedup → enrich +DIFFERS by \d+ since .*: enrich\.received is more than dedup\.forwarded$/m,
    );
    const off = hops.filter(({ kind }: { kind: string }) => kind === 'differs');
    expect(off.map(({ name }: { name: string }) => name)).toEqual(['dedup → enrich']);
  }, 60_000);

  it('says in one line what it can’t read, with exit code 2', async () => {
    const nowhere = join(tmpdir(), 'sunstream-nowhere');

    const answers = [await books(process.env, '--bogus'), await books(process.env, '--state', nowhere)];

    expect(answers).toEqual([
      { code: 2, output: "Unknown option '--bogus'. --help lists the options.\n" },
      {
        code: 2,
        output: `${nowhere}: expected the state folder of a runner, found none. npm start makes one; --aws asks AWS.\n`,
      },
    ]);
  }, 60_000);

  it('of AWS says what to set where there is no region, or there are no credentials', async () => {
    const nowhere = join(tmpdir(), 'sunstream-nowhere');
    const aws = {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: nowhere,
      AWS_SHARED_CREDENTIALS_FILE: nowhere,
    };
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
    const env = { ...Object.fromEntries(others), ...aws };

    const answers = [await books(env, '--aws'), await books(env, '--aws', '--region', 'ap-south-1')];

    expect(answers).toEqual([
      { code: 2, output: expect.stringMatching(/^expected an AWS region, found none\. Set AWS_REGION/) },
      { code: 2, output: expect.stringMatching(/^expected credentials for AWS, found none: .*Sign in/) },
    ]);
  }, 60_000);

  it('explains itself', async () => {
    const { code, output } = await books(process.env, '--help');

    expect(code).toBe(0);
    expect(output).toMatch(/--aws/);
  }, 60_000);
});
