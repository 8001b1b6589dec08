import type { OpenFields } from '../../../lambdas/shared/registry/cached-lookup.js';
import type { TelemetryEvent } from '../../../lambdas/shared/telemetry/types.js';
import { anEvent } from '../../factories/events.js';
import {
  book,
  bookData,
  chapter,
  chapterData,
  content,
  contentdata,
  defaults,
  device,
  devicedata,
  dialcode,
  dialcodedata,
  emptyDevicedata,
  user,
  userdata,
} from './parity-records.js';

/** What Sunbird's denormalizer makes of an event, with our records in the place of its Redis. */
export interface ParityExample {
  readonly title: string;
  readonly event: TelemetryEvent;
  /** By entity; another event is enriched with none. */
  readonly records?: Readonly<Record<string, OpenFields>>;
  /** All that it adds, field by field; `dropped` where the event goes no further. */
  readonly sunbird: Readonly<Record<string, unknown>> | 'dropped';
}

const nobody = { id: 'system-1', type: 'System' };
const student = { id: 'u-1', type: 'User' };
const context = { channel: 'channel-1', pdata: { id: 'app-1' }, env: 'home' };

/** An event that is about nothing but what is said. */
const about = (overrides: TelemetryEvent) => anEvent({ actor: nobody, context, ...overrides });
const onDevice = (did: unknown) => about({ context: { ...context, did } });
const withContents = { 'content#do_1': content, 'content#do_book': book, 'content#do_chapter': chapter };

export const parityExamples: readonly ParityExample[] = [
  // Device.
  {
    title: 'a known device',
    event: onDevice('d-1'),
    records: { 'device#d-1': device },
    sunbird: {
      devicedata,
      derivedlocationdata: { state: 'Kerala', district: 'Kollam', from: 'user-declared' },
      flags: { device_denorm: true, loc_denorm: true },
    },
  },
  {
    title: 'a known device of which nothing is known',
    event: onDevice('d-1'),
    records: { 'device#d-1': { id: 'd-1' } },
    sunbird: {
      devicedata: emptyDevicedata,
      derivedlocationdata: { state: '', district: '', from: 'ip-resolved' },
      flags: { device_denorm: true, loc_denorm: true },
    },
  },
  { title: 'an unknown device', event: onDevice('d-2'), sunbird: { flags: { device_denorm: false } } },
  { title: 'an empty device id', event: onDevice(''), sunbird: { flags: {} } },
  { title: 'no device id', event: about({}), sunbird: { flags: {} } },
  {
    title: 'a device named in dimensions',
    event: { ...onDevice('d-2'), dimensions: { did: 'd-1' } },
    records: { 'device#d-1': { id: 'd-1', state: 'Goa' } },
    sunbird: {
      devicedata: { ...emptyDevicedata, state: 'Goa' },
      derivedlocationdata: { state: 'Goa', district: '', from: 'ip-resolved' },
      flags: { device_denorm: true, loc_denorm: true },
    },
  },
  // User.
  {
    title: 'a known user',
    event: about({ actor: student }),
    records: { 'user#u-1': user },
    sunbird: {
      userdata,
      derivedlocationdata: { state: 'Delhi', district: 'New Delhi', from: 'user-profile' },
      flags: { user_denorm: true, loc_denorm: true },
    },
  },
  {
    title: 'a user of whom one thing is known',
    event: about({ actor: { ...student, type: 'USER' } }),
    records: { 'user#u-1': { id: 'u-1', usertype: 'teacher', block: '' } },
    sunbird: { userdata: { usertype: 'teacher', ...defaults }, flags: { user_denorm: true } },
  },
  {
    title: 'a user of whom only the kind of login is known',
    event: about({ actor: student }),
    records: { 'user#u-1': { id: 'u-1', registrations: [], consent: true, userlogintype: 'Guest' } },
    sunbird: {
      userdata: { usersignintype: 'Anonymous', userlogintype: 'Guest' },
      flags: { user_denorm: false },
    },
  },
  {
    title: 'an unknown user',
    event: about({ actor: student }),
    sunbird: { userdata: defaults, flags: { user_denorm: false } },
  },
  { title: 'an anonymous user', event: about({ actor: { id: 'Anonymous', type: 'User' } }), sunbird: { flags: {} } },
  { title: 'an empty user id', event: about({ actor: { id: '', type: 'User' } }), sunbird: { flags: {} } },
  {
    title: 'an actor of another type',
    event: about({ actor: { id: 'u-1', type: 'System' } }),
    records: { 'user#u-1': user },
    sunbird: { flags: {} },
  },
  {
    title: 'a federated user',
    event: about({ actor: { id: 'f:provider-1:u-1', type: 'User' } }),
    records: { 'user#u-1': { id: 'u-1', usertype: 'teacher' } },
    sunbird: { userdata: { usertype: 'teacher', ...defaults }, flags: { user_denorm: true } },
  },
  {
    title: 'a uid beside the actor',
    event: about({ actor: { id: 'u-2', type: 'User' }, uid: 'u-1' }),
    records: { 'user#u-1': { id: 'u-1', usertype: 'teacher' } },
    sunbird: { userdata: { usertype: 'teacher', ...defaults }, flags: { user_denorm: true } },
  },
  {
    title: 'userdata in the event',
    event: about({ actor: student, userdata: { usertype: 'admin', cluster: 'C-2', usersignintype: 'Self' } }),
    records: { 'user#u-1': { id: 'u-1', usertype: 'teacher' } },
    sunbird: { userdata: { usertype: 'teacher', cluster: 'C-2', ...defaults }, flags: { user_denorm: true } },
  },
  {
    title: 'a name and a phone in the userdata of an event',
    event: about({ actor: student, userdata: { name: 'Asha', phone: '9000000001', cluster: { deep: 1 } } }),
    sunbird: {
      userdata: { name: 'Asha', phone: '9000000001', cluster: { deep: 1 }, ...defaults },
      flags: { user_denorm: false },
    },
  },
  // Content, collection and second level.
  {
    title: 'a known content',
    event: about({ object: { id: 'do_1', type: 'Content' } }),
    records: withContents,
    sunbird: { contentdata, flags: { content_denorm: true } },
  },
  {
    title: 'an unknown content',
    event: about({ object: { id: 'do_2', type: 'Content' } }),
    sunbird: { flags: { content_denorm: false } },
  },
  {
    title: 'a content whose record has nothing that is kept',
    event: about({ object: { id: 'do_2', type: 'Content' } }),
    records: { 'content#do_2': { id: 'do_2', questionType: 'mcq', name: '' } },
    sunbird: { flags: { content_denorm: false } },
  },
  ...['User', 'QR', 'DialCode'].map((type) => ({
    title: `a content id under an object of type ${type}`,
    event: about({ object: { id: 'do_1', type, rollup: { l1: 'do_book', l2: 'do_chapter' } } }),
    records: withContents,
    sunbird: { flags: type === 'User' ? {} : { dialcode_denorm: false } },
  })),
  {
    title: 'an AUDIT of a user',
    event: about({ eid: 'AUDIT', object: { id: 'do_1', type: 'User' } }),
    records: withContents,
    sunbird: { contentdata, flags: { content_denorm: true } },
  },
  {
    title: 'an object without a type',
    event: about({ object: { id: 'do_1' } }),
    records: withContents,
    sunbird: { flags: {} },
  },
  {
    title: 'a content of a collection and a chapter',
    event: about({ object: { id: 'do_1', type: 'Content', rollup: { l1: 'do_book', l2: 'do_chapter' } } }),
    records: withContents,
    sunbird: {
      contentdata,
      collectiondata: bookData,
      l2data: chapterData,
      flags: { content_denorm: true, coll_denorm: true, l2_denorm: true },
    },
  },
  {
    title: 'a content of an unknown collection and an unknown chapter',
    event: about({ object: { id: 'do_2', type: 'Content', rollup: { l1: 'do_3', l2: 'do_4' } } }),
    sunbird: {
      collectiondata: {},
      l2data: {},
      flags: { content_denorm: false, coll_denorm: true, l2_denorm: true },
    },
  },
  {
    title: 'a collection itself',
    event: about({ object: { id: 'do_book', type: 'Content', rollup: { l1: 'do_book', l2: 'do_chapter' } } }),
    records: withContents,
    sunbird: { contentdata: bookData, flags: { content_denorm: true } },
  },
  {
    title: 'a chapter itself, which is its own second level',
    event: about({ object: { id: 'do_chapter', type: 'Content', rollup: { l1: '', l2: 'do_chapter' } } }),
    records: { 'content#do_chapter': { id: 'do_chapter', name: 'Chapter 2' } },
    sunbird: {
      contentdata: { name: 'Chapter 2' },
      l2data: { name: 'Chapter 2' },
      flags: { content_denorm: true, l2_denorm: true },
    },
  },
  {
    title: 'contentdata in the event',
    event: about({ object: { id: 'do_1', type: 'Content' }, contentdata: { name: 'Mine', board: 'ICSE' } }),
    records: { 'content#do_1': { id: 'do_1', name: 'Fractions' } },
    sunbird: { contentdata: { name: 'Fractions', board: 'ICSE' }, flags: { content_denorm: true } },
  },
  {
    title: 'contentdata in the event of an unknown content',
    event: about({ object: { id: 'do_2', type: 'Content' }, contentdata: { name: 'Mine' } }),
    sunbird: { contentdata: { name: 'Mine' }, flags: { content_denorm: false } },
  },
  // DIAL code.
  ...['DialCode', 'qr'].map((type) => ({
    title: `a known DIAL code, in small letters, of type ${type}`,
    event: about({ object: { id: 'ab1cd2', type } }),
    records: { 'dialcode#AB1CD2': dialcode },
    sunbird: { dialcodedata, flags: { dialcode_denorm: true } },
  })),
  {
    title: 'an unknown DIAL code',
    event: about({ object: { id: 'AB1CD3', type: 'dialcode' } }),
    sunbird: { flags: { dialcode_denorm: false } },
  },
  // Location.
  {
    title: 'a place by all three',
    event: { ...onDevice('d-1'), actor: student },
    records: { 'device#d-1': device, 'user#u-1': { id: 'u-1', state: 'Delhi' } },
    sunbird: {
      devicedata,
      userdata: { state: 'Delhi', ...defaults },
      derivedlocationdata: { state: 'Delhi', from: 'user-profile' },
      flags: { device_denorm: true, user_denorm: true, loc_denorm: true },
    },
  },
  {
    title: 'a place by the address alone',
    event: { ...onDevice('d-1'), actor: student },
    records: { 'device#d-1': { ...device, userdeclared: { state: '', district: 'Kollam' } } },
    sunbird: {
      devicedata: { ...devicedata, userdeclared: { state: '', district: 'Kollam' } },
      userdata: defaults,
      derivedlocationdata: { state: 'Goa', district: 'North Goa', from: 'ip-resolved' },
      flags: { device_denorm: true, user_denorm: false, loc_denorm: true },
    },
  },
  // What a client sends under other names of ours.
  {
    title: 'devicedata in the event of an unknown device',
    event: { ...onDevice('d-2'), devicedata: { state: 'Mine', userdeclared: {} } },
    sunbird: {
      devicedata: { state: 'Mine', userdeclared: {} },
      derivedlocationdata: { state: 'Mine', from: 'ip-resolved' },
      flags: { device_denorm: false, loc_denorm: true },
    },
  },
  {
    title: 'collectiondata, l2data, dialcodedata and a place in an event about nothing',
    event: about({ collectiondata: {}, l2data: {}, dialcodedata: {}, derivedlocationdata: {} }),
    sunbird: { collectiondata: {}, l2data: {}, dialcodedata: {}, derivedlocationdata: {}, flags: {} },
  },
  // Which events.
  { title: 'an INTERRUPT', event: about({ eid: 'INTERRUPT' }), sunbird: 'dropped' },
  { title: 'a summary of another job', event: about({ eid: 'ME_SESSION_SUMMARY' }), sunbird: 'dropped' },
  { title: 'a SUMMARY', event: about({ eid: 'SUMMARY' }), sunbird: { flags: {} } },
];
