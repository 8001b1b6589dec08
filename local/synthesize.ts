import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { projectRoot } from '../lib/project-root.js';

/** Assemblies that were made before, each in a folder named by what it was made of. */
const known = join(projectRoot, 'node_modules/.cache/sunstream/assemblies');
/** A few megabytes each. */
const kept = 6;

export interface SynthesisOptions {
  /** Whether the stage has search, whether its configuration says so or not. */
  readonly localSearch?: boolean;
}

/**
 * Puts the assembly of a stage into a folder of its own. (The CDK CLI's `cdk.out` won't do: some of its commands rewrite it
 * to point at the sources.) It is synthesized once for the same sources, which takes seconds, and copied from then on.
 *
 * @throws Error with what the app printed, such as a line for each wrong key of the configuration
 */
export async function synthesize(stage: string, folder: string, options: SynthesisOptions = {}): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const name = await nameOf(stage, options);
  const made = join(known, name);
  if (existsSync(made)) {
    // First, so that nobody forgets it meanwhile for not being used.
    utimesSync(made, new Date(), new Date());
    cpSync(made, folder, { recursive: true });
    return;
  }
  await runApp(stage, folder, options);
  // Of sources that were edited meanwhile it may have one half as they were, and the other as they are.
  if (name === (await nameOf(stage, options))) remember(folder, made);
}

/** What an assembly is made of: the stage, what it is given, and the sources with their dependencies. */
async function nameOf(stage: string, { localSearch = false }: SynthesisOptions): Promise<string> {
  const { readStamp } = await import(pathToFileURL(join(projectRoot, 'scripts/build/stamp.mjs')).href);
  return createHash('sha1')
    .update(JSON.stringify({ stage, localSearch, of: readStamp().stack }))
    .digest('hex');
}

/** The feature flags come from cdk.json, as they do with the CLI. */
async function runApp(stage: string, folder: string, { localSearch = false }: SynthesisOptions): Promise<void> {
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
    await promisify(execFile)(process.execPath, [join(projectRoot, 'dist/bin/app.js')], {
      cwd: projectRoot,
      env,
    });
  } catch (error) {
    throw new Error((error as { stderr?: string }).stderr?.trim() || String(error));
  }
}

/** Keeps an assembly, made aside so that who looks finds a whole one or none, and forgets the one not used for longest. */
function remember(folder: string, made: string): void {
  const aside = `${made}.${process.pid}.${performance.now()}`;
  cpSync(folder, aside, { recursive: true });
  try {
    if (!existsSync(made)) renameSync(aside, made);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  const usedAt = (name: string) => statSync(join(known, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const names = readdirSync(known).toSorted((a, b) => usedAt(b) - usedAt(a));
  for (const name of names.slice(kept)) rmSync(join(known, name), { recursive: true, force: true });
}
