import { fractionAt, hex8, randomAt } from './random.js';

/** What an event is made of: where it stands in the traffic, and numbers that only its place decides on. */
interface Place {
  readonly seed: number;
  readonly slot: number;
}

interface Shape {
  /** Share of the events, of `weights` in all. */
  readonly weight: number;
  readonly env: string;
  edata(number: number): Record<string, unknown>;
}

/** SHARE_ITEMs that enrich makes of one of our SHAREs. */
export const itemsOfShare = 2;

const pages = ['home', 'explore', 'library', 'course-toc', 'content-player', 'profile', 'search'];
const pageOf = (number: number) => pages[number % pages.length];
const contentOf = (number: number) => `do_3124906435980247041${String(number % 5_000).padStart(4, '0')}`;

/** By eid, with weights about as portals and players send them; SHAREs are rarer than they look. */
const shapes: Readonly<Record<string, Shape>> = {
  INTERACT: {
    weight: 40,
    env: 'contentplayer',
    edata: (number) => ({
      type: 'TOUCH',
      id: 'next',
      pageid: `stage-${number % 20}`,
      extra: { pos: [{ x: number % 1_920, y: number % 1_080, z: 0 }], values: [], uri: '/play/content' },
    }),
  },
  IMPRESSION: {
    weight: 25,
    env: 'home',
    edata: (number) => ({
      type: 'view',
      pageid: pageOf(number),
      uri: `/${pageOf(number)}/${contentOf(number)}`,
      subtype: 'paginate',
      visits: Array.from({ length: number % 4 }, (_, index) => ({
        objid: contentOf(number + index),
        objtype: 'Content',
        objver: '1',
        section: 'Popular Content',
        index,
      })),
    }),
  },
  ASSESS: {
    weight: 10,
    env: 'contentplayer',
    edata: (number) => ({
      item: {
        id: contentOf(number),
        maxscore: 1,
        type: 'mcq',
        exlength: 0,
        params: [{ 1: '{"text":"42 \\n"}' }],
        uri: '',
        desc: '',
        title: 'कितने?',
        mmc: [],
        mc: [],
      },
      index: number % 12,
      pass: number % 3 === 0 ? 'No' : 'Yes',
      score: number % 3 === 0 ? 0 : 1,
      resvalues: [{ 1: `{"text":"${number % 100}"}` }],
      duration: number % 90,
    }),
  },
  LOG: {
    weight: 9,
    env: 'portal',
    edata: (number) => ({
      type: 'api_access',
      level: 'INFO',
      message: `GET /api/content/v1/read/${contentOf(number)}`,
      params: [{ status: 200 }, { duration: number % 1_500 }],
    }),
  },
  SEARCH: {
    weight: 6,
    env: 'explore',
    edata: (number) => ({
      type: 'all',
      query: `fractions ${number % 50}`,
      filters: { medium: ['English', 'हिन्दी'], gradeLevel: [`Class ${number % 12}`] },
      sort: {},
      correlationid: hex8(number),
      size: number % 300,
      topn: [{ identifier: contentOf(number) }, { identifier: contentOf(number + 1) }],
    }),
  },
  START: {
    weight: 5,
    env: 'contentplayer',
    edata: (number) => ({
      type: 'content',
      mode: 'play',
      pageid: pageOf(number),
      duration: number % 5,
      dspec: {
        os: 'Android 9',
        make: 'Samsung SM-J400F',
        mem: -1,
        idisk: 24.4,
        edisk: 14.9,
        scrn: 5,
        camera: '',
        cpu: 'abi: armeabi-v7a',
        sims: -1,
        cap: [],
      },
      uaspec: {
        agent: 'Chrome',
        ver: '68.0',
        system: 'Android',
        platform: 'Webkit',
        raw: 'Mozilla/5.0 (Linux; Android 9)',
      },
    }),
  },
  END: {
    weight: 4,
    env: 'contentplayer',
    edata: (number) => ({
      type: 'content',
      mode: 'play',
      pageid: pageOf(number),
      duration: number % 4_000,
      summary: [{ progress: number % 100 }],
    }),
  },
  SHARE: {
    weight: 1,
    env: 'library',
    edata: (number) => ({
      dir: 'Out',
      type: 'File',
      items: [
        {
          id: contentOf(number),
          type: 'Content',
          ver: '2',
          params: [
            { transfers: 0, size: 12_345 },
            { transfers: 1, size: '678' },
          ],
          origin: { id: hex8(number), type: 'Device' },
          to: { id: '', type: '' },
        },
      ],
    }),
  },
};

const eids = Object.entries(shapes).flatMap(([eid, { weight }]) => Array.from({ length: weight }, () => eid));
const purposes = { eid: 10, number: 11, user: 12, digits: 13 } as const;

export function eidAt({ seed, slot }: Place): string {
  return eids[Math.floor(fractionAt(seed, slot, purposes.eid) * eids.length)] ?? '';
}

/** `EID:` and 32 hexadecimal digits, as the SDKs' MD5s look; the last eight are the slot. */
export function midAt(place: Place): string {
  const digits = [0, 1, 2].map((at) => hex8(randomAt(place.seed, place.slot, purposes.digits + at)));
  return `${eidAt(place)}:${digits.join('')}${hex8(place.slot)}`;
}

/** An event of some 950 bytes, strictly valid. */
export function makeEvent(place: Place, mid: string, ets: number): Record<string, unknown> {
  const { seed, slot } = place;
  const eid = eidAt(place);
  const shape = shapes[eid] as Shape;
  const number = randomAt(seed, slot, purposes.number);
  const user = randomAt(seed, slot, purposes.user) % 20_000;
  return {
    eid,
    ets,
    ver: '3.0',
    mid,
    actor: { id: `8454cb21-3ce9-4e30-85b5-fade098${String(user).padStart(5, '0')}`, type: 'User' },
    context: {
      channel: '505c7c48ac6dc1edc9b08f21db5a571d',
      pdata: { id: 'prod.sunbird.portal', pid: 'sunbird-portal.contentplayer', ver: '5.1.0' },
      env: shape.env,
      sid: `82e41d87-e33f-4269-aeae-d563949${String(user).padStart(5, '0')}`,
      did: `1b17c32bad61eb9e33df281eecc727590${hex8(user)}`,
      cdata: [
        { id: `c44aefc3e9d5fa7b73bd2f4b${hex8(number)}`, type: 'ContentSession' },
        { id: 'e9d5fa7b73bd2f4b3f4b7bc44aefc3a1', type: 'PlaySession' },
      ],
      rollup: { l1: '505c7c48ac6dc1edc9b08f21db5a571d' },
    },
    object: {
      id: contentOf(number),
      type: 'Content',
      ver: '2',
      rollup: { l1: 'do_31249561779090227216656', l2: 'do_3124904639480627202151' },
    },
    tags: ['505c7c48ac6dc1edc9b08f21db5a571d'],
    edata: shape.edata(number),
  };
}
