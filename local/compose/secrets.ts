import { join } from 'node:path';
import { LocalSecret } from '../services/secrets-manager/local-secret.js';
import { checkProperties } from '../template/known-properties.js';
import type { Template } from '../template/template.js';

/** The template's secrets; one that is new is generated as the template says. */
export function makeSecrets(template: Template, folder: string): LocalSecret[] {
  return template.ofType('AWS::SecretsManager::Secret').map(({ id, properties }) => {
    const name = template.nameOf(id);
    const generated = properties.GenerateSecretString ?? {};
    checkProperties({ id: name, type: 'GenerateSecretString', properties: generated });
    return new LocalSecret(name, template.arnOf(id), join(folder, `${name}.json`), generated);
  });
}
