import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the runner does, of the kinds of keys that KMS has: spec → the one usage that it is for. */
export const keyUsages = { SYMMETRIC_DEFAULT: 'ENCRYPT_DECRYPT', HMAC_256: 'GENERATE_VERIFY_MAC' } as const;

export type KeySpec = keyof typeof keyUsages;

/** A key of the template. */
export interface KeyTemplate {
  readonly id: string;
  readonly arn: string;
  readonly spec: KeySpec;
  readonly description: string;
}

interface KeyFile {
  readonly spec: KeySpec;
  /** Base64. */
  readonly material: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Both specs have 256 bits. */
const materialBytes = 32;

/** A KMS key, in a file that only this user can read; made when there is none yet. */
export class LocalKey {
  readonly material: Buffer;
  readonly createdAt: number;

  /** @throws Error when the file holds a key of another spec, or none */
  constructor(
    readonly template: KeyTemplate,
    file: string,
  ) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const { spec, material, createdAt } = existsSync(file) ? readKey(file) : makeKey(file, template.spec);
    if (spec !== template.spec) {
      throw new Error(
        `${file}: expected a key of spec ${template.spec}, found ${spec}. "KeySpec: update requires replacement": remove the file, or npm run reset.`,
      );
    }
    this.material = Buffer.from(material, 'base64');
    this.createdAt = createdAt;
  }

  get usage(): (typeof keyUsages)[KeySpec] {
    return keyUsages[this.template.spec];
  }
}

function makeKey(file: string, spec: KeySpec): KeyFile {
  const made = { spec, material: randomBytes(materialBytes).toString('base64'), createdAt: Date.now() };
  writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

/** @throws Error that quotes nothing of the key, as the parser's own would */
function readKey(file: string): KeyFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  } catch {
    throw new Error(
      `${file}: expected a key as JSON, found something else. What it encrypted can't be read without it: put it back, or npm run reset.`,
    );
  }
}
