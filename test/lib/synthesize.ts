import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfig, type SunstreamConfig } from '../../lib/config.js';
import { projectRoot } from '../../lib/project-root.js';
import { TelemetryStack } from '../../lib/telemetry-stack.js';

/** The stages that are deployed; `local` is dev with shorter waits. */
export const deployedStages = ['dev', 'prod'] as const;

/** A CloudFormation resource as the template has it. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of a hundred shapes; the assertions say which.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** An app with the feature flags of cdk.json. The functions' code is not bundled: no test here looks into it. */
export function anApp(): { app: App; discard: () => void } {
  const { context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'sunstream-synth-'));
  const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  return { app, discard: () => rmSync(outdir, { recursive: true, force: true }) };
}

export function aStack(app: App, config: SunstreamConfig): TelemetryStack {
  return new TelemetryStack(app, `sunstream-${config.stage}`, { config });
}

/** The template of a stage, or of a configuration of the test's own. */
export function synthesize(stage: string | SunstreamConfig): Template {
  const { app, discard } = anApp();
  try {
    return Template.fromStack(aStack(app, typeof stage === 'string' ? readConfig(stage) : stage));
  } finally {
    discard();
  }
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
