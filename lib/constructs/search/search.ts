import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SearchConfig, SunstreamConfig } from '../../config/types.js';
import type { EventStream } from '../pipeline/event-stream.js';
import type { Lake } from '../pipeline/lake.js';
import { FailedIndex } from './failed-index.js';
import { SearchDelivery } from './search-delivery.js';
import { SearchDomain } from './search-domain.js';
import { SearchSetup } from './search-setup.js';

export interface SearchProps {
  readonly config: SunstreamConfig;
  readonly search: SearchConfig;
  /** The enriched events. */
  readonly from: EventStream;
  readonly lake: Lake;
}

/** The newest days in OpenSearch: stored events by way of Firehose, why others failed by way of the lake. */
export class Search extends Construct {
  readonly domain: SearchDomain;
  readonly delivery: SearchDelivery;
  readonly failed: FailedIndex;
  /** MiB of disk a node. */
  readonly diskMiB: number;

  constructor(scope: Construct, id: string, { config, search, from, lake }: SearchProps) {
    super(scope, id);
    const { bucket } = lake;
    this.diskMiB = search.volumeGiB * 1_024;
    this.domain = new SearchDomain(this, 'Engine', { config, search });
    const { domain } = this;
    const setup = new SearchSetup(this, 'Setup', { config, search, domain });
    this.delivery = new SearchDelivery(this, 'Telemetry', { config, search, from, domain, bucket });
    this.failed = new FailedIndex(this, 'Failed', { config, lake, domain });
    // An index that is made before its template keeps the mapping that it was guessed.
    this.delivery.stream.node.addDependency(setup.resource);
    this.failed.rule.node.addDependency(setup.resource);
    new CfnOutput(this, 'Endpoint', { value: domain.url, description: 'OpenSearch; requests are to be signed' });
    new CfnOutput(this, 'Dashboards', { value: `${domain.url}/_dashboards`, description: 'Dashboards, the same' });
  }
}
