import type { OpenFields } from '../../shared/registry/cached-lookup.js';
import { entityFor } from '../../shared/registry/entity-for.js';
import type { Enricher } from '../enricher.js';
import { userIdOf } from '../lookup-ids.js';
import { oncePerRecord, projectionOf } from '../project-record.js';
import { removeSent, sentFields } from '../sent-fields.js';
import { shared } from '../shared-data.js';

/** What is personal in a record is not among these, and is sealed. */
const { fields, project } = projectionOf([
  'usertype',
  'usersubtype',
  'grade',
  'language',
  'subject',
  'state',
  'district',
  'usersignintype',
  'userlogintype',
  'block',
  'cluster',
  'schoolname',
]);
/** Stamped whether the user is known or not. */
const defaults: OpenFields = shared({ usersignintype: 'Anonymous', userlogintype: 'NA' });
const defaultCount = Object.keys(defaults).length;

const dataOf = oncePerRecord((record): { data: OpenFields; isKnown: boolean } => {
  const data = shared({ ...defaults, ...project(record) });
  return { data, isKnown: Object.keys(data).length > defaultCount };
});
const unknown = { data: defaults, isKnown: false };

/** Who an event is from, but for what is personal. */
export const userData: Enricher = {
  rows: [
    {
      property: 'userdata',
      source: 'registry: `user`, by `actor.id` (`uid` before it)',
      when: '`actor.type` is User, in any case, and the id is not "anonymous"; also where there is no record',
      flags: { user_denorm: 'whether there is more than the two defaults' },
      fields: {
        ...fields,
        usersignintype: `usersignintype, else "${defaults.usersignintype}"`,
        userlogintype: `userlogintype, else "${defaults.userlogintype}"`,
      },
    },
  ],
  keyOf: (event) => entityFor('user', userIdOf(event)),
  enrich(event, _, record) {
    if (userIdOf(event) === undefined) return removeSent(event, 'userdata');
    const { data, isKnown } = record ? dataOf(record) : unknown;
    const sent = sentFields(event, 'userdata', fields);
    event.userdata = sent ? { ...sent, ...data } : data;
    event.flags.user_denorm = isKnown;
  },
};
