import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { removalPolicy } from '../base/removal-policy.js';
import type { Access, TokenScope } from '../front/access.js';
import type { HttpFront } from '../front/http-front.js';

export interface RegistryProps {
  readonly config: SunstreamConfig;
  readonly front: HttpFront;
  /** Who may read and write it; without it, which is stage `local` alone, whoever reaches the runner. */
  readonly access: Access | undefined;
}

const [many, one] = ['/registry/v1/{kind}', '/registry/v1/{kind}/{id}'];
const routes: readonly (readonly [HttpMethod, string, TokenScope])[] = [
  [HttpMethod.PUT, one, 'registry:write'],
  [HttpMethod.GET, one, 'registry:read'],
  [HttpMethod.DELETE, one, 'registry:write'],
  [HttpMethod.POST, many, 'registry:write'],
];

/** Bots, users, and what events are enriched with: a table, the key that seals what is personal in it, and the function that reads and writes both. */
export class Registry extends Construct {
  private readonly config: SunstreamConfig;
  readonly function: PipelineFunction;
  readonly table: TableV2;
  private readonly key: Key;

  constructor(scope: Construct, id: string, { config, front, access }: RegistryProps) {
    super(scope, id);
    this.config = config;
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'entity', type: AttributeType.STRING },
      sortKey: { name: 'part', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: config.retainData },
      deletionProtection: config.retainData,
      removalPolicy: removalPolicy(config),
    });
    this.key = new Key(this, 'Key', {
      description: `Seals personal fields of the registry, stage ${config.stage}`,
      // What was sealed before a rotation is opened by KMS with the key of then.
      enableKeyRotation: true,
      // "PendingWindowInDays: 7 to 30". Without the key all that it sealed is lost.
      pendingWindow: Duration.days(config.retainData ? 30 : 7),
      removalPolicy: removalPolicy(config),
    });
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage: 'registry',
      description: 'Reads and writes the records that events and exports are looked up in',
      memory: config.functions.ingestMemory,
      timeout: Duration.seconds(15),
    });
    this.grantRecords(this.function);

    for (const [method, path, scopeOfToken] of routes) {
      front.addRoute({
        method,
        path,
        target: this.function,
        token: access?.require(`${method} ${path}`, scopeOfToken),
        freeBecause: 'Stage local alone, which is not deployed.',
      });
    }
  }

  /** To find bots and the registrations of one; what is personal stays sealed. */
  grantRead(fn: PipelineFunction): void {
    this.table.grant(fn, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:BatchGetItem');
    fn.addEnvironment('REGISTRY_TABLE', this.table.tableName);
  }

  /** To tell of ids who of them was erased or has refused. */
  grantStandings(fn: PipelineFunction): void {
    this.table.grant(fn, 'dynamodb:BatchGetItem');
    fn.addEnvironment('REGISTRY_TABLE', this.table.tableName);
  }

  /** To change what lies open of single records; what is personal stays sealed. */
  grantRefresh(fn: PipelineFunction): void {
    this.table.grant(fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    fn.addEnvironment('REGISTRY_TABLE', this.table.tableName);
  }

  /** To bring users up to date by what AUDIT events say of them. */
  grantUserRefresh(fn: PipelineFunction): void {
    this.grantRefresh(fn);
    fn.addEnvironment('REFRESH_USERS', 'true');
  }

  /**
   * To look up what lies open of single records, for `registryLookup`.
   *
   * @param memory MB of the function, of which an eighth is the cache's
   */
  grantLookup(fn: PipelineFunction, memory: number): void {
    this.table.grant(fn, 'dynamodb:BatchGetItem');
    fn.addEnvironment('REGISTRY_TABLE', this.table.tableName);
    fn.addEnvironment('REGISTRY_CACHE_SECONDS', String(this.config.registry.cacheSeconds));
    fn.addEnvironment('REGISTRY_CACHE_BYTES', String((memory * 1024 * 1024) / 8));
  }

  /** To open what was sealed; only for what gives names out. */
  grantOpen(fn: PipelineFunction): void {
    this.key.grant(fn, 'kms:Decrypt');
    fn.addEnvironment('REGISTRY_KEY', this.key.keyArn);
  }

  /** Records by their keys, and the key that seals both ways; nothing is queried or scanned. */
  private grantRecords(fn: PipelineFunction): void {
    const actions = ['dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert', 'dynamodb:PutItem', 'dynamodb:DeleteItem'];
    this.table.grant(fn, ...actions);
    this.key.grant(fn, 'kms:GenerateDataKey', 'kms:Decrypt');
    fn.addEnvironment('REGISTRY_TABLE', this.table.tableName);
    fn.addEnvironment('REGISTRY_KEY', this.key.keyArn);
  }
}
