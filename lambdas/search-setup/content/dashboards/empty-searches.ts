import type { Board } from './board.js';
import { bars, mostOften } from './ranking.js';

export const emptySearches: Board = {
  id: 'empty-searches',
  title: 'Sunstream: searches without results',
  description: 'What people look for and do not find',
  charts: [
    {
      id: 'empty-searches-by-query',
      title: 'Queries without results',
      description: 'SEARCH events whose size is 0, by query',
      index: 'telemetry-*',
      filter: [{ term: { eid: 'SEARCH' } }, { term: { 'edata.size': 0 } }],
      ...mostOften('edata.query'),
      ...bars('query', 'searches'),
    },
  ],
};
