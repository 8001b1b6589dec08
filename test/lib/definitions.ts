import type { Resource } from './synthesize.js';

/** A machine's definition, with `<logical id>` where the template refers to a resource. */
export function definitionOf({ Properties }: Pick<Resource, 'Properties'>) {
  const [, parts] = Properties.DefinitionString['Fn::Join'] as [string, (string | Record<string, unknown>)[]];
  const text = parts.map((part) => (typeof part === 'string' ? part : placeholder(part)));
  return JSON.parse(text.join(''));
}

function placeholder(reference: Record<string, unknown>): string {
  if (reference.Ref === 'AWS::Partition') return 'aws';
  return `<${reference.Ref ?? (reference['Fn::GetAtt'] as string[])[0]}>`;
}
