import { type Chart, visualization } from './chart.js';
import { noSearchSource, type SavedObject, savedObject } from './saved-objects.js';

/** A dashboard: its charts below each other, over one range of times. */
export interface Board {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly charts: readonly Chart[];
}

/** Columns that a dashboard's grid has, and rows that a chart takes. */
const grid = { w: 48, h: 16 };

/** A dashboard's objects: itself behind its charts. */
export function boardObjects({ id, title, description, charts }: Board): SavedObject[] {
  const visualizations = charts.map(visualization);
  const panels = visualizations.map((_, index) => ({
    version: '2.19.0',
    panelIndex: String(index),
    gridData: { ...grid, x: 0, y: index * grid.h, i: String(index) },
    panelRefName: panelName(index),
    embeddableConfig: {},
  }));
  const attributes = {
    title,
    description,
    version: 1,
    hits: 0,
    timeRestore: true,
    timeFrom: 'now-7d',
    timeTo: 'now',
    panelsJSON: JSON.stringify(panels),
    optionsJSON: JSON.stringify({ hidePanelTitles: false, useMargins: true }),
    kibanaSavedObjectMeta: noSearchSource,
  };
  const references = visualizations.map(({ id, type }, index) => ({ name: panelName(index), type, id }));
  return [...visualizations, savedObject('dashboard', id, attributes, references)];
}

const panelName = (index: number) => `panel_${index}`;
