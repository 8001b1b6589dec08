import type { Chart } from './chart.js';

/** The values of a field that are met most often. */
export const mostOften = (field: string): Pick<Chart, 'aggs' | 'rows'> => ({
  aggs: { values: { terms: { field, size: 25 } } },
  rows: 'aggregations.values.buckets',
});

/** A bar a value, the longest at the top. */
export const bars = (title: string, counted: string): Pick<Chart, 'view'> => ({
  view: {
    mark: { type: 'bar', tooltip: true },
    encoding: {
      y: { field: 'key', type: 'nominal', sort: '-x', title, axis: { labelLimit: 500 } },
      x: { field: 'doc_count', type: 'quantitative', title: counted },
    },
  },
});
