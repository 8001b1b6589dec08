import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProperties } from './known-properties.js';
import { Resolver } from './resolve.js';
import { checkResourceTypes, resourceTypes } from './resource-types.js';
import type { Properties, Resource } from './types.js';

interface TemplateBody {
  readonly Resources: Readonly<Record<string, { Type: string; Properties?: unknown }>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown }>>;
}

/** A synthesized stack: resources with Ref, GetAtt, Join and Sub resolved to the names that they have on this machine. */
export class Template {
  private readonly resources: readonly Resource[];
  private readonly resolver: Resolver;

  constructor(
    private readonly folder: string,
    private readonly assets: Readonly<Record<string, string>>,
    private readonly body: TemplateBody,
  ) {
    const types = new Map(Object.entries(body.Resources).map(([id, { Type }]) => [id, Type]));
    checkResourceTypes(types);
    this.resolver = new Resolver(types, givenNames(body));
    this.resources = Object.entries(body.Resources).map(([id, { Type, Properties = {} }]) => ({
      id,
      type: Type,
      properties: this.resolver.resolve(Properties, `${id} (${Type})`) as Properties,
    }));
    for (const resource of this.resources) checkProperties(resource);
  }

  /** All resources of a type, in the template's order. */
  ofType(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The name that a resource has on this machine. */
  nameOf(id: string): string {
    return this.resolver.nameOf(id, id);
  }

  arnOf(id: string): string {
    return String(this.resolver.resolve({ 'Fn::GetAtt': [id, 'Arn'] }, id));
  }

  /** Value of a stack output. */
  output(name: string): string {
    const value = this.findOutput(name);
    if (value === undefined)
      throw new Error(
        `template: expected an output ${name}, found ${Object.keys(this.body.Outputs ?? {}).join(', ')}.`,
      );
    return value;
  }

  /** Value of an output that not every stage has. */
  findOutput(name: string): string | undefined {
    const output = this.body.Outputs?.[name];
    return output && String(this.resolver.resolve(output.Value, name));
  }

  /** Folder of the bundle that a function's Code names. */
  assetFolder({ S3Key }: { readonly S3Key: string }): string {
    const path = this.assets[S3Key];
    if (path === undefined) throw new Error(`${this.folder}: no asset ${S3Key}. Synthesize again.`);
    return join(this.folder, path);
  }
}

/** Names that resources have by their properties; one that is made of others is none. */
function givenNames({ Resources }: TemplateBody): Map<string, string> {
  return new Map(
    Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
      const name = resourceTypes[Type]?.nameIn?.(Properties as Properties);
      return typeof name === 'string' ? [[id, name] as const] : [];
    }),
  );
}

/** Reads a stack from a folder that `cdk synth` wrote. */
export function readTemplate(folder: string): Template {
  const manifest = readJson(join(folder, 'manifest.json')) as {
    artifacts: Record<string, { type: string; properties?: { templateFile?: string } }>;
  };
  const stack = Object.entries(manifest.artifacts).find(([, { type }]) => type === 'aws:cloudformation:stack');
  const file = stack?.[1].properties?.templateFile;
  if (!stack || !file) throw new Error(`${folder}: expected a synthesized stack, found none.`);
  const { files } = readJson(join(folder, `${stack[0]}.assets.json`)) as {
    files: Record<string, { source: { path: string } }>;
  };
  const assets = Object.fromEntries(Object.entries(files).map(([hash, { source }]) => [`${hash}.zip`, source.path]));
  return new Template(folder, assets, readJson(join(folder, file)) as TemplateBody);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
