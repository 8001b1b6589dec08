import { physicalNames } from './physical-names.js';
import { account, type ResourceType, region, resourceTypes } from './resource-types.js';

type Intrinsic = (argument: unknown, where: string) => unknown;

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'localhost',
};

/** Resolves CloudFormation's intrinsic functions to the names that resources have on this machine. */
export class Resolver {
  private readonly names: ReadonlyMap<string, string>;
  private readonly intrinsics: Readonly<Record<string, Intrinsic>>;

  /** @param given names that the template itself gives, by logical id */
  constructor(
    private readonly types: ReadonlyMap<string, string>,
    given: ReadonlyMap<string, string> = new Map(),
  ) {
    this.names = new Map([...physicalNames([...types.keys()]), ...given]);
    this.intrinsics = {
      Ref: (name, where) => this.ref(String(name), where),
      'Fn::GetAtt': (argument, where) => this.attribute(argument as [string, string], where),
      'Fn::Join': (argument, where) => {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => this.resolve(part, where)).join(separator);
      },
      'Fn::Select': (argument, where) => this.select(argument as [unknown, unknown], where),
      'Fn::Split': (argument, where) => {
        const [separator, text] = argument as [string, unknown];
        return String(this.resolve(text, where)).split(separator);
      },
      'Fn::Sub': (text, where) => this.substitute(text, where),
    };
  }

  /** @throws Error naming the place and what it found there */
  resolve(value: unknown, where: string): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item, where));
    if (typeof value !== 'object' || value === null) return value;
    const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = this.intrinsics[key];
      if (intrinsic) return intrinsic(argument, where);
      throw new Error(
        `${where}: expected one of ${Object.keys(this.intrinsics).join(', ')}, found ${key}. Add it in local/template/resolve.ts.`,
      );
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.resolve(item, where)]));
  }

  /** The name that a resource has on this machine. */
  nameOf(id: string, where: string): string {
    const name = this.names.get(id);
    if (name === undefined) throw new Error(`${where}: Ref expected a resource of the template, found ${id}.`);
    return this.typeOf(id).inQueries ? name.replaceAll('-', '_') : name;
  }

  private ref(name: string, where: string): string {
    const value = pseudoParameters[name];
    if (value !== undefined) return value;
    const { arn, refIsArn } = this.typeOf(name);
    return arn && refIsArn ? arn(this.nameOf(name, where)) : this.nameOf(name, where);
  }

  private typeOf(id: string): ResourceType {
    return resourceTypes[this.types.get(id) ?? ''] ?? {};
  }

  private attribute([id, attribute]: readonly [string, string], where: string): string {
    const name = this.nameOf(id, where);
    const { arn, attributes = {} } = this.typeOf(id);
    if (attribute === 'Arn' && arn) return arn(name);
    const known = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (known) return known(name);
    throw new Error(
      `${where}: Fn::GetAtt ${id}.${attribute} is not known to the local runner. Add it in local/template/.`,
    );
  }

  private select([index, list]: readonly [unknown, unknown], where: string): unknown {
    const items = this.resolve(list, where);
    const found = Array.isArray(items) ? items[Number(index)] : undefined;
    if (found !== undefined) return found;
    throw new Error(`${where}: Fn::Select expected a list with an item ${index}, found ${JSON.stringify(items)}.`);
  }

  private substitute(text: unknown, where: string): string {
    if (typeof text !== 'string') throw new Error(`${where}: Fn::Sub expected a text, found ${JSON.stringify(text)}.`);
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      const [id = '', attribute] = name.split('.');
      return attribute === undefined ? this.ref(id, where) : this.attribute([id, attribute], where);
    });
  }
}
