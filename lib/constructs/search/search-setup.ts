import { join } from 'node:path';
import { CustomResource, Duration, FileSystem, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SearchConfig, SunstreamConfig } from '../../config/types.js';
import { projectRoot } from '../../project-root.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import type { SearchDomain } from './search-domain.js';

export interface SearchSetupProps {
  readonly config: SunstreamConfig;
  readonly search: SearchConfig;
  readonly domain: SearchDomain;
}

/** What the set-up asks for: whether OpenSearch is there, and what it puts into it. */
const paths = ['', '_ingest/pipeline/*', '_index_template/*', '_plugins/_ism/*', '_dashboards/api/saved_objects/*'];

/** Puts the index templates, the deletion of old indices and the dashboards into the domain, and again when they change. */
export class SearchSetup extends Construct {
  readonly resource: CustomResource;

  constructor(scope: Construct, id: string, { config, search, domain }: SearchSetupProps) {
    super(scope, id);
    const setUp = new PipelineFunction(this, 'Function', {
      config,
      stage: 'search-setup',
      description: 'Index templates, retention and dashboards of OpenSearch',
      memory: 256,
      timeout: Duration.minutes(10),
    });
    domain.grantHttp(setUp, { actions: ['es:ESHttpGet', 'es:ESHttpPost', 'es:ESHttpPut'], paths });
    for (const path of paths.filter((one) => one.includes('*'))) {
      Validations.of(setUp.role ?? this).acknowledge({
        id: domain.wildcardFinding(path),
        reason: 'Templates, policies and dashboards each have paths of their own; this function alone writes them.',
      });
    }
    this.resource = new CustomResource(this, 'Setup', {
      serviceToken: setUp.functionArn,
      resourceType: 'Custom::SearchSetup',
      serviceTimeout: Duration.minutes(15),
      properties: {
        // A domain that takes the place of another has no templates; nor does CloudFormation ask again by itself.
        Domain: domain.domain.domainArn,
        KeepDays: search.keepDays,
        // A change of it is what makes CloudFormation ask again.
        Version: FileSystem.fingerprint(join(projectRoot, 'lambdas/search-setup/content')),
      },
    });
    this.resource.node.addDependency(domain.domain);
    if (setUp.role) this.resource.node.addDependency(setUp.role);
  }
}
