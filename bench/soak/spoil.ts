type Event = Record<string, unknown>;

/** A way in which an event is invalid, and how the failed book must say so. */
export interface Spoiler {
  readonly reason: string;
  readonly pointer: string;
  spoil(event: Event): unknown;
}

const dayMs = 86_400_000;

/** In turn. Each leaves the mid somewhere in the event, by which it is found again. */
export const spoilers: readonly Spoiler[] = [
  { reason: 'envelope', pointer: '/actor/type', spoil: (event) => ({ ...event, actor: { id: 'no type' } }) },
  { reason: 'envelope', pointer: '/tags/0', spoil: (event) => ({ ...event, tags: [7] }) },
  { reason: 'unknown-eid', pointer: '/eid', spoil: (event) => ({ ...event, eid: 'VIEW' }) },
  {
    reason: 'schema',
    pointer: '/edata/level',
    spoil: (event) => ({ ...event, eid: 'LOG', edata: { type: 'system', level: 1, message: '' } }),
  },
  { reason: 'late', pointer: '/ets', spoil: (event) => ({ ...event, ets: Number(event.ets) - 100 * dayMs }) },
  { reason: 'not-an-object', pointer: '', spoil: ({ mid }) => `cut off: {"mid":"${mid}"` },
  {
    reason: 'too-deep',
    pointer: '',
    spoil: (event) => ({ ...event, edata: { deep: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) } }),
  },
];
