import type { Cell, Column, Dataset, ResultRecord } from '../dataset.js';
import { folders, instants } from '../lake-parameters.js';
import { queries } from '../queries.generated.js';

const named = (header: string, column: string): Column<ResultRecord> => ({
  header,
  cell: (record): Cell => record[column] || null,
});
const counted = (header: string, column: string): Column<ResultRecord> => ({
  header,
  cell: (record) => Number(record[column]),
});

/** How many events, devices and users a channel had by day of arrival, eid, env and producer. */
export const summary: Dataset<ResultRecord> = {
  name: 'summary',
  kind: 'summary',
  subject: 'channel',
  needsKey: false,
  source: {
    from: 'lake',
    sql: queries.summary,
    parameters: (run, settings) => [run.timeZone, ...folders(run, settings), run.channel, ...instants(run)],
    read: (record) => record,
  },
  layout: {
    columns: [
      named('Date', 'arrival_day'),
      named('Eid', 'eid'),
      named('Env', 'env'),
      named('Producer', 'pdata'),
      counted('Events', 'events'),
      counted('Devices', 'devices'),
      counted('Users', 'users'),
    ],
  },
};
