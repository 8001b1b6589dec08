import { Lazy, Stack, Validations } from 'aws-cdk-lib';
import { EbsDeviceVolumeType } from 'aws-cdk-lib/aws-ec2';
import { ArnPrincipal, type IRole, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { type CfnDomain, Domain, EngineVersion, TLSSecurityPolicy } from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import type { SearchConfig, SunstreamConfig } from '../../config/types.js';
import type { PipelineFunction } from '../base/pipeline-function.js';
import { removalPolicy } from '../base/removal-policy.js';
import { StageLogs } from '../base/stage-logs.js';

export interface SearchDomainProps {
  readonly config: SunstreamConfig;
  readonly search: SearchConfig;
}

/** The methods of OpenSearch's API, as actions of IAM. */
export type HttpAction = 'es:ESHttpDelete' | 'es:ESHttpGet' | 'es:ESHttpHead' | 'es:ESHttpPost' | 'es:ESHttpPut';

/** Calls of the API: these methods on these paths, which are patterns without the first slash. */
export interface HttpCalls {
  readonly actions: readonly HttpAction[];
  readonly paths: readonly string[];
}

/** What a reader may do: search, see dashboards, and `npm run search:reindex`. */
const readerActions: readonly HttpAction[] = [
  'es:ESHttpDelete',
  'es:ESHttpGet',
  'es:ESHttpHead',
  'es:ESHttpPost',
  'es:ESHttpPut',
];

/** The OpenSearch domain: over TLS alone, encrypted, and open to the principals alone that it was told of. */
export class SearchDomain extends Construct {
  readonly domain: Domain;
  /** `https://…`, without a slash at the end. */
  readonly url: string;
  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, { config, search }: SearchDomainProps) {
    super(scope, id);
    const logs = new StageLogs(this, 'Logs', { config });
    const { instances } = search;
    this.domain = new Domain(this, 'Domain', {
      version: EngineVersion.OPENSEARCH_2_19,
      // "UpdatePolicy, EnableVersionUpgrade": without it another version is another domain, and an empty one.
      enableVersionUpgrade: true,
      capacity: {
        dataNodes: instances,
        dataNodeInstanceType: search.instanceType,
        multiAzWithStandbyEnabled: false,
      },
      zoneAwareness: zoneAwareness(instances),
      ebs: { volumeSize: search.volumeGiB, volumeType: EbsDeviceVolumeType.GENERAL_PURPOSE_SSD_GP3 },
      enforceHttps: true,
      tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2,
      nodeToNodeEncryption: true,
      encryptionAtRest: { enabled: true },
      logging: {
        appLogEnabled: true,
        appLogGroup: logs,
        slowIndexLogEnabled: true,
        slowIndexLogGroup: logs,
        slowSearchLogEnabled: true,
        slowSearchLogGroup: logs,
      },
      // The library writes both policies by functions of its own, which run into races; here they are resources.
      suppressLogsResourcePolicy: true,
      removalPolicy: removalPolicy(config),
    });
    this.url = `https://${this.domain.domainEndpoint}`;
    (this.domain.node.defaultChild as CfnDomain).accessPolicies = Lazy.any({
      produce: () => new PolicyDocument({ statements: this.statements }),
    });
    this.domain.node.addDependency(this.letServiceLog(logs));
    for (const reader of search.readers) this.letIn(new ArnPrincipal(reader), { actions: readerActions, paths: ['*'] });
    acknowledgeDomain(this.domain, instances);
  }

  /** Lets a function call the domain; it finds it by `SEARCH_ENDPOINT`. */
  grantHttp(fn: PipelineFunction, calls: HttpCalls): void {
    const resources = calls.paths.map((path) => `${this.domain.domainArn}/${path}`);
    fn.addToRolePolicy(new PolicyStatement({ actions: [...calls.actions], resources }));
    fn.addEnvironment('SEARCH_ENDPOINT', this.url);
    this.letRoleIn(fn.role as IRole, calls);
  }

  letRoleIn(role: IRole, calls: HttpCalls): void {
    this.letIn(new ArnPrincipal(role.roleArn), calls);
  }

  /** cdk-nag's id for a statement about the domain's paths by pattern. */
  wildcardFinding(pattern: string): string {
    const logicalId = Stack.of(this).getLogicalId(this.domain.node.defaultChild as CfnDomain);
    return `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${pattern}]`;
  }

  /**
   * "OpenSearch Service: what either policy allows is allowed", so this one must be as narrow as the role's own. The
   * domain can't name itself in its own property; a domain's policy is about nothing else anyway.
   */
  private letIn(principal: ArnPrincipal, { actions, paths }: HttpCalls): void {
    const { partition, region, account } = Stack.of(this);
    const resources = paths.map((path) => `arn:${partition}:es:${region}:${account}:domain/*/${path}`);
    this.statements.push(new PolicyStatement({ principals: [principal], actions: [...actions], resources }));
  }

  /** "Monitoring OpenSearch logs": the log group lets the service write. */
  private letServiceLog(logs: StageLogs): ResourcePolicy {
    return new ResourcePolicy(this, 'LogsPolicy', {
      policyStatements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('es.amazonaws.com')],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logs.logGroupArn],
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }),
      ],
    });
  }
}

/** "Multi-AZ: as many nodes in each zone". */
function zoneAwareness(instances: number) {
  if (instances === 1) return { enabled: false };
  return { enabled: true, availabilityZoneCount: instances % 3 === 0 ? 3 : 2 };
}

function acknowledgeDomain(domain: Domain, instances: number): void {
  Validations.of(domain).acknowledge(
    {
      id: 'AwsSolutions-OS1',
      reason: 'In a VPC the functions and Firehose would need network interfaces; IAM signs every request as it is.',
    },
    { id: 'AwsSolutions-OS3', reason: 'Roles are let in, by their signatures; they have no addresses of their own.' },
    {
      id: 'AwsSolutions-OS4',
      reason: 'Dedicated masters cost as much as the data nodes; what is in here can be built again from the lake.',
    },
  );
  if (instances > 1) return;
  Validations.of(domain).acknowledge({
    id: 'AwsSolutions-OS7',
    reason: 'One node was asked for. What is in here can be built again from the lake.',
  });
}
