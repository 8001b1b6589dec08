import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../lib/config/config.js';
import type { SunstreamConfig } from '../../lib/config/types.js';
import { projectRoot } from '../../lib/project-root.js';

/** The stages that are deployed; `local` is dev with shorter waits. */
export const deployedStages = ['dev', 'prod'] as const;

/** A CloudFormation resource as the template has it. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of a hundred shapes; the assertions say which.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: object;
  readonly DependsOn?: readonly string[];
}

/** What CloudFormation is given. */
export interface Template {
  toJSON(): {
    readonly Resources: Readonly<Record<string, Resource>>;
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    readonly Outputs: any;
  };
}

/**
 * The template of a stage, or of a configuration of the test's own. Synthesized by one process for all test files, and
 * each configuration once: to load the CDK takes longer than their tests.
 */
export function synthesize(stage: string | SunstreamConfig): Template {
  const config = JSON.stringify(typeof stage === 'string' ? readConfig(stage) : stage);
  const text = cachedText(createHash('sha256').update(config).digest('hex'), () =>
    execFileSync(process.execPath, [join(projectRoot, 'scripts/templates/ask.mjs')], {
      input: config,
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
    }),
  );
  return { toJSON: () => JSON.parse(text) };
}

/** What was made under a name in this run of the tests, or is made now. Whoever reads finds a whole file or none. */
function cachedText(name: string, make: () => string): string {
  const folder = process.env.SUNSTREAM_TEMPLATES;
  if (!folder) return make();
  const file = join(folder, name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const text = make();
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
  return text;
}

/** Logical id and resource, of one type or of all. */
export function resourcesOf(template: Template, type?: string): [id: string, resource: Resource][] {
  const resources = Object.entries<Resource>(template.toJSON().Resources);
  return type === undefined ? resources : resources.filter(([, resource]) => resource.Type === type);
}

/** The one resource of a type whose logical id starts so: `idOf(template, 'AWS::Kinesis::Stream', 'Ingest')`. */
export function theOne(template: Template, type: string, start: string): { id: string } & Resource {
  const found = resourcesOf(template, type).filter(([id]) => id.startsWith(start));
  const [[id, resource] = []] = found;
  if (id === undefined || resource === undefined || found.length > 1) {
    throw new Error(`${type} ${start}…: expected one, found ${found.length}.`);
  }
  return { id, ...resource };
}

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
