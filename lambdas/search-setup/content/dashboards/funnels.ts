import type { Board } from './board.js';
import type { Chart } from './chart.js';
import { flows } from './funnels.generated.js';

/** A tracking plan, as a funnel shows it. */
export interface Flow {
  readonly name: string;
  readonly title: string;
  /** In the plan's order. */
  readonly steps: readonly string[];
}

/** How far people come: distinct devices, a step of the plan a bar. */
const funnel = ({ name, title, steps }: Flow): Chart => ({
  id: `funnel-${name}`,
  title,
  description: `Devices that came to each step of the plan ${name}`,
  index: 'telemetry-*',
  filter: [{ term: { 'plan.name': name } }],
  aggs: {
    steps: {
      terms: { field: 'plan.step', size: steps.length },
      aggs: { devices: { cardinality: { field: 'context.did' } } },
    },
  },
  rows: 'aggregations.steps.buckets',
  view: {
    mark: 'bar',
    encoding: {
      y: { field: 'key', type: 'nominal', sort: steps, title: 'step', axis: { labelLimit: 300 } },
      x: { field: 'devices.value', type: 'quantitative', title: 'devices' },
      tooltip: [
        { field: 'key', type: 'nominal', title: 'step' },
        { field: 'devices.value', type: 'quantitative', title: 'devices' },
        { field: 'doc_count', type: 'quantitative', title: 'events' },
      ],
    },
  },
});

export const funnels: Board = {
  id: 'funnels',
  title: 'Sunstream: funnels',
  description: 'The steps of each tracking plan (docs/tracking-plans.md)',
  charts: flows.map(funnel),
};
