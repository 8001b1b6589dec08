import type { Cell, Column, Dataset } from '../dataset.js';
import { folders, instants } from '../lake-parameters.js';
import { queries } from '../queries.generated.js';
import { type Count, countPeople, type PersonCount } from './count-people.js';

const named = (header: string, value: (count: Count) => string): Column<Count> => ({
  header,
  cell: (count): Cell => value(count) || null,
});
const counted = (header: string, value: (count: Count) => number): Column<Count> => ({ header, cell: value });

/**
 * How many events, devices and users a channel had by day of arrival, eid, env and producer. The query counts by
 * person besides, since only the registry knows who was erased; people are put together here.
 */
export const summary: Dataset<Count, PersonCount> = {
  name: 'summary',
  kind: 'summary',
  subject: 'channel',
  needsKey: false,
  source: {
    from: 'lake',
    sql: queries.summary,
    parameters: (run, settings) => [run.timeZone, ...folders(run, settings), run.channel, ...instants(run)],
    read: ({
      arrival_day: day = '',
      eid = '',
      env = '',
      pdata = '',
      did = '',
      actor = '',
      user_id: user = '',
      events,
    }) => ({
      group: { day, eid, env, pdata },
      did,
      actor,
      user,
      events: Number(events),
    }),
  },
  peopleOf: ({ did, actor }) => [did, actor],
  gather: countPeople,
  layout: {
    columns: [
      named('Date', ({ group }) => group.day),
      named('Eid', ({ group }) => group.eid),
      named('Env', ({ group }) => group.env),
      named('Producer', ({ group }) => group.pdata),
      counted('Events', ({ events }) => events),
      counted('Devices', ({ devices }) => devices),
      counted('Users', ({ users }) => users),
    ],
  },
};
