import type { Board } from './board.js';
import { barsOverTime, overTime } from './over-time.js';

export const traffic: Board = {
  id: 'traffic',
  title: 'Sunstream: traffic',
  description: 'What arrives, by kind of event and by producer',
  charts: [
    {
      id: 'traffic-by-eid',
      title: 'Events by eid',
      description: 'Events by the time that they arrived, by eid',
      index: 'telemetry-*',
      ...overTime('eid'),
      ...barsOverTime('eid'),
    },
    {
      id: 'traffic-by-producer',
      title: 'Events by producer',
      description: 'Events by the time that they arrived, by pdata.id',
      index: 'telemetry-*',
      ...overTime('context.pdata.id'),
      ...barsOverTime('producer'),
    },
  ],
};
