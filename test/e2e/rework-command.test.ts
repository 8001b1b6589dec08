import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from '../../lib/project-root.js';
import { announce, type RunningInfo } from '../../local/disk/state-folder.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const execution = 'arn:aws:states:local-1:111122223333:execution:redrive-state-machine:1';
let server: Server;
let command: ChildProcess | undefined;

/** Step Functions with one execution, which never ends. */
beforeEach(async () => {
  server = createServer((request, response) => {
    const isDescribe = String(request.headers['x-amz-target']).endsWith('.DescribeExecution');
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(isDescribe ? { executionArn: execution, status: 'RUNNING' } : { mapRuns: [] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const info = {
    pid: process.pid,
    region: 'local-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    endpoints: { sfn: `http://127.0.0.1:${port}` },
  };
  announce(folder(), info as unknown as RunningInfo);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  command?.kill('SIGKILL');
});

/** The command, once it looks at the execution. */
async function look() {
  const args = [
    join(projectRoot, 'dist/cli/commands/rework/redrive.js'),
    '--state',
    folder(),
    '--execution',
    execution,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  command = child;
  const printed = text(child.stderr);
  const exited = once(child, 'exit');
  await once(server, 'request');
  return { child, ended: async () => ({ code: (await exited)[0], printed: await printed }) };
}

const hint = () =>
  expect.stringContaining(`Look at it again with: npm run redrive -- --execution ${execution} --state ${folder()}\n`);

it('the looking at a redrive ends by Ctrl-C, and how to go on with it is said', async () => {
  const { child, ended } = await look();

  child.kill('SIGINT');

  const { code, printed } = await ended();
  expect([code, printed]).toEqual([130, hint()]);
  expect(printed).toContain(`redrive: ${execution}\n`);
});

it('a runner that ends under it does not end the redrive, and how to go on with it is said', async () => {
  const { ended } = await look();

  server.closeAllConnections();
  server.close();

  const { code, printed } = await ended();
  expect([code, printed]).toEqual([1, hint()]);
  expect(printed).toContain('the execution goes on with the\nnext npm start');
});
