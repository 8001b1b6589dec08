import { randomInt, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** "GenerateSecretString", of which the template uses these. */
export interface SecretTemplate {
  /** JSON object that the generated text is put into … */
  readonly SecretStringTemplate?: string;
  /** … under this key; without both it is the whole secret. */
  readonly GenerateStringKey?: string;
  /** Characters. */
  readonly PasswordLength?: number;
}

export interface SecretVersion {
  readonly id: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A secret in a file that only this user can read; generated when there is none yet. */
export class LocalSecret {
  private version: SecretVersion;

  constructor(
    readonly name: string,
    readonly arn: string,
    private readonly file: string,
    template: SecretTemplate,
  ) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.version = existsSync(file) ? readVersion(file) : this.put(generate(template));
  }

  get current(): SecretVersion {
    return this.version;
  }

  /** Makes a text the current one; on disk when it returns. */
  put(text: string, id: string = randomUUID()): SecretVersion {
    this.version = { id, text, createdAt: Date.now() };
    writeFileSync(`${this.file}.new`, JSON.stringify(this.version), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    return this.version;
  }
}

/** @throws Error that quotes nothing of the secret, as the parser's own would */
function readVersion(file: string): SecretVersion {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SecretVersion;
  } catch {
    throw new Error(`${file}: expected a secret as JSON, found something else. Remove it, and a new one is generated.`);
  }
}

/** "GetRandomPassword: 32 characters by default". */
function generate({ SecretStringTemplate, GenerateStringKey, PasswordLength = 32 }: SecretTemplate): string {
  const made = Array.from({ length: PasswordLength }, () => characters[randomInt(characters.length)]).join('');
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return made;
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: made });
}
