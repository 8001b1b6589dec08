import { type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Statuses that mean a flood where there are many; each is a metric of its own, $0.30 a month while it comes. */
const statuses = ['401', '403', '429'];

/** Counts answers by status out of the access log: the metrics of API Gateway know no more than 4xx and 5xx. */
export class CountedAnswers extends MetricFilter {
  constructor(scope: Construct, id: string, { accessLogs }: { readonly accessLogs: ILogGroup }) {
    super(scope, id, {
      logGroup: accessLogs,
      metricNamespace: 'Sunstream',
      metricName: 'answers',
      metricValue: '1',
      filterPattern: {
        logPatternString: `{ ${statuses.map((status) => `$.status = "${status}"`).join(' || ')} }`,
      },
      dimensions: { ApiId: '$.apiId', Stage: '$.stage', status: '$.status' },
    });
  }
}
