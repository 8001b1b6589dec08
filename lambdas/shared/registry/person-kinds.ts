import { entityOf } from './aws/items.js';

/** Kinds that stand for a person: what is deleted of them stays known as erased. */
export const personKinds: readonly string[] = ['user', 'device'];

/** Keys of all records that an id may be somebody's in. */
export const personEntities = (id: string): string[] => personKinds.map((kind) => entityOf({ kind, id }));
