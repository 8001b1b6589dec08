import { entityOf } from '../shared/registry/aws/items.js';
import { done } from './answers.js';
import { isAllowed, wrongChannel } from './permission.js';
import { openPersonal, showMasked } from './personal.js';
import { refuse, type Serve } from './served.js';

/** GET of a record, with what is personal for who may see it. Of somebody erased there is none. */
export const getRecord: Serve = async ({ of, key, channels, seesPersonal }, ports) => {
  const found = (await ports.records.find([key])).get(entityOf(key));
  if (!found || found.erased !== undefined) return refuse(ports, 'none', `${key.kind}: there is none with this id`);
  if (!isAllowed(of, found.open, channels)) return refuse(ports, 'channel', wrongChannel);
  const personal = seesPersonal ? await openPersonal(found, ports.keys) : showMasked(found);
  return { answer: done(ports.now(), { ...key, record: { ...found.open, ...personal } }), counts: { read: 1 } };
};
