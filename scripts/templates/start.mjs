import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts what makes templates for the tests, and tells them where it is. It ends with this process. */
export async function startTemplates() {
  process.env.SUNSTREAM_TEMPLATES = temporaryFolder('templates');
  const server = fork(join(import.meta.dirname, 'serve.mjs'), {
    env: { ...process.env, CDK_VALIDATION: 'false' },
    // What the CDK says beside a template, such as a warning, is no part of the tests' output; an error has it. Not to a
    // pipe: nobody reads it, and one that is full would hold the server up for ever.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(
      `templates: expected an address, found the end of their server (${code}). Run npm run build first.`,
    );
  });
  const [address] = await Promise.race([once(server, 'message'), ended]);
  process.env.SUNSTREAM_TEMPLATE_SERVER = address;
  // Nothing here waits for it.
  server.unref();
  server.channel.unref();
}

/** Gone when the tests have ended. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `sunstream-${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
