import type { Board } from './board.js';
import { barsOverTime, overTime } from './over-time.js';
import { bars, mostOften } from './ranking.js';

export const failures: Board = {
  id: 'failed',
  title: 'Sunstream: failed events',
  description: 'What was not stored, and why',
  charts: [
    {
      id: 'failed-by-reason',
      title: 'Failed events by reason',
      description: 'Failed events by time, by reason (docs/failed-events.md)',
      index: 'failed-*',
      ...overTime('reason'),
      ...barsOverTime('reason'),
    },
    {
      id: 'failed-messages',
      title: 'What is wrong most often',
      description: 'Failed events by what was expected and found',
      index: 'failed-*',
      ...mostOften('message'),
      ...bars('message', 'failed events'),
    },
  ],
};
