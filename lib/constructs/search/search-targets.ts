import { Stack } from 'aws-cdk-lib';
import type { Target, TargetKind } from '../../alarms/alarm-rule.js';
import type { Search } from './search.js';

type SearchKind = Extract<TargetKind, 'searchDelivery' | 'searchDomain' | 'searchFunction'>;

/** What alarms watch of search; nothing where it is off. */
export function searchTargets(search: Search | undefined): Record<SearchKind, Target[]> {
  if (!search) return { searchDelivery: [], searchDomain: [], searchFunction: [] };
  const { domain, delivery, failed } = search;
  return {
    searchDelivery: [
      { id: 'Telemetry', name: 'telemetry to OpenSearch', dimensions: { DeliveryStreamName: delivery.stream.ref } },
    ],
    // "Monitoring OpenSearch cluster metrics": a domain's metrics have the account's number as ClientId.
    searchDomain: [
      {
        id: 'Domain',
        name: 'OpenSearch',
        dimensions: { DomainName: domain.domain.domainName, ClientId: Stack.of(search).account },
        diskMiB: search.diskMiB,
      },
    ],
    searchFunction: [
      { id: 'IndexFailed', name: 'index-failed', dimensions: { FunctionName: failed.function.functionName } },
    ],
  };
}
