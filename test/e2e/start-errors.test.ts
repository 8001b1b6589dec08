import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';

const state = mkdtempSync(join(tmpdir(), 'sunstream-'));
afterAll(() => rmSync(state, { recursive: true, force: true }));

/** `npm start -- …` until it ends. */
function run(...given: (string | Record<string, string>)[]): Promise<{ code: number; output: string }> {
  const args = given.filter((arg) => typeof arg === 'string');
  const env = Object.assign({}, process.env, ...given.filter((arg) => typeof arg !== 'string'));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'dist/cli/commands/start/run.js'), '--state', join(state, 'runner'), ...args],
      { env },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}`.trim() });
      },
    );
  });
}

const expectNothingSynthesized = () => expect(readdirSync(join(state, 'runner'))).not.toContain('cdk.out');

describe('npm start', () => {
  it('says in one line that the port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };

    const { code, output } = await run('--port', String(port));

    other.close();
    expect(code).toBe(1);
    expect(output).toBe(`port ${port}: taken by another program. Choose another with --port, or 0 for a free one.`);
    expectNothingSynthesized();
  });

  it('says that no OpenSearch answers before anything is synthesized', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();

    const { code, output } = await run('--port', '0', { OPENSEARCH_URL: `http://127.0.0.1:${port}` });

    expect(code).toBe(1);
    expect(output).toContain(`expected an OpenSearch at http://127.0.0.1:${port}, found nobody who listens there`);
    expectNothingSynthesized();
  });

  it('refuses a folder that is not a runner’s at once, and leaves it alone', async () => {
    const mine = join(state, 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'thesis'), '');

    const { code, output } = await run('--state', mine);

    expect(code).toBe(1);
    expect(output).toMatch(/expected no folder, an empty one or the state folder of a runner, found another one/);
    expect(readdirSync(mine)).toEqual(['thesis']);
  });

  it('says in one line which stage it does not know', async () => {
    const { code, output } = await run('--stage', 'nowhere');

    expect(code).toBe(1);
    expect(output).toBe(
      'stage: expected one of dev, local, prod, found "nowhere". Name one of them, or add lib/config/stages/nowhere.ts and list it in lib/config/config.ts.',
    );
  });

  it('says what a port may be', async () => {
    const { code, output } = await run('--port', 'http');

    expect(code).toBe(1);
    expect(output).toBe('--port: expected a number from 0 to 65535, found "http".');
  });

  it('says what is wrong with a fault profile, before anything is started', async () => {
    const file = join(state, 'chaos.json');
    writeFileSync(file, '{"rates": {"throttle": 2}}');

    const { code, output } = await run('--faults', file);

    expect(code).toBe(1);
    expect(output).toBe(`${file}: rates.throttle: expected a number from 0 to 1, found 2.`);
  });

  it('names an option that it does not know, and where the others are listed', async () => {
    const { code, output } = await run('--bogus');

    expect(code).toBe(1);
    expect(output).toBe("Unknown option '--bogus'. --help lists the options.");
  });

  it('explains itself', async () => {
    const { code, output } = await run('--help');

    expect(code).toBe(0);
    expect(output).toMatch(/--stage NAME/);
  });
});
