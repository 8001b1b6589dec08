import type { Chart } from './chart.js';

/** Counts by a field's values, in some 60 steps of the times that are looked at. */
export const overTime = (field: string): Pick<Chart, 'aggs' | 'rows'> => ({
  aggs: {
    times: {
      auto_date_histogram: { field: '@timestamp', buckets: 60 },
      aggs: { kinds: { terms: { field, size: 20 } } },
    },
  },
  rows: 'aggregations.times.buckets',
});

/** Bars by time, each of the kinds in it. */
export const barsOverTime = (legend: string): Pick<Chart, 'view'> => ({
  view: {
    transform: [{ flatten: ['kinds.buckets'], as: ['kind'] }],
    mark: 'bar',
    encoding: {
      x: { field: 'key', type: 'temporal', title: 'arrival' },
      y: { field: 'kind.doc_count', type: 'quantitative', stack: true, title: 'events' },
      color: { field: 'kind.key', type: 'nominal', title: legend },
      tooltip: [
        { field: 'key', type: 'temporal', format: '%Y-%m-%d %H:%M', title: 'arrival' },
        { field: 'kind.key', type: 'nominal', title: legend },
        { field: 'kind.doc_count', type: 'quantitative', title: 'events' },
      ],
    },
  },
});
