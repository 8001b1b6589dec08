import { join } from 'node:path';
import { type KeySpec, keyUsages, LocalKey } from '../services/kms/local-key.js';
import type { KeyRing } from '../services/kms/service.js';
import type { Template } from '../template/template.js';

/** The template's KMS keys and their aliases; a key that is new is made. @throws Error for a kind that isn't built */
export function makeKeys(template: Template, folder: string): KeyRing {
  const keys = template.ofType('AWS::KMS::Key').map(({ id, properties }) => {
    const { KeySpec: spec = 'SYMMETRIC_DEFAULT', KeyUsage: usage = 'ENCRYPT_DECRYPT', Description = '' } = properties;
    if (keyUsages[spec as KeySpec] !== usage) {
      const built = Object.entries(keyUsages).map((pair) => pair.join(' for '));
      throw new Error(`${id}: the local runner has ${built.join(' and ')}, found ${spec} for ${usage}.`);
    }
    const name = template.nameOf(id);
    return new LocalKey(
      { id: name, arn: template.arnOf(id), spec, description: Description },
      join(folder, `${name}.json`),
    );
  });
  const aliases = template
    .ofType('AWS::KMS::Alias')
    .map(({ properties }): [string, string] => [properties.AliasName, properties.TargetKeyId]);
  return { keys, aliases: new Map(aliases) };
}
