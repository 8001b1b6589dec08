import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../lib/project-root.js';

const ask = (state: string) =>
  promisify(execFile)(process.execPath, [join(projectRoot, 'docs/examples/ask-lake.mjs'), 'SELECT 1', state]);

describe('the example that asks the lake', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ask-lake-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('says how to start a runner where none is up', async () => {
    await expect(ask(folder)).rejects.toMatchObject({
      code: 1,
      stderr: `${folder}: expected a runner that is up, found none. Start it (npm start), or name its state folder.\n`,
    });
  });

  it('says the same of a runner that ended without taking its file along', async () => {
    const endpoints = { athena: 'http://127.0.0.1:1' };
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const running = { athena: { tables: {} }, endpoints, region: 'local-1', credentials };
    await writeFile(join(folder, 'running.json'), JSON.stringify(running));

    await expect(ask(folder)).rejects.toMatchObject({
      code: 1,
      stderr: `${folder}: expected a runner that is up, found none. Start it (npm start), or name its state folder.\n`,
    });
  }, 30_000);
});
