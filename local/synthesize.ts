import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../lib/project-root.js';

/**
 * Synthesizes the stack of a stage into a folder of its own. (The CDK CLI's `cdk.out` won't do: some of its commands
 * rewrite it to point at the sources.) The feature flags come from cdk.json, as they do with the CLI.
 * With `localSearch` the stage has search, whether its configuration says so or not.
 * Where `SUNSTREAM_ASSEMBLIES` names a folder with the stage synthesized already, as in tests, that is taken.
 *
 * @throws Error with what the app printed, such as a line for each wrong key of the configuration
 */
export async function synthesize(stage: string, folder: string, { localSearch = false } = {}): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const ready = join(process.env.SUNSTREAM_ASSEMBLIES ?? '', localSearch ? `${stage}-search` : stage);
  if (process.env.SUNSTREAM_ASSEMBLIES && existsSync(ready)) return cpSync(ready, folder, { recursive: true });
  const { context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8'));
  const env = {
    ...process.env,
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, localSearch }),
    // The CDK's own validation takes as long as all the rest; the tests and `cdk synth` have it.
    CDK_VALIDATION: 'false',
    SUNSTREAM_STAGE: stage,
  };
  try {
    await promisify(execFile)(process.execPath, [join(projectRoot, 'dist/bin/sunstream.js')], {
      cwd: projectRoot,
      env,
    });
  } catch (error) {
    throw new Error((error as { stderr?: string }).stderr?.trim() || String(error));
  }
}
