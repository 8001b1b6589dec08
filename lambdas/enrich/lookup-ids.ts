import type { EnrichedEvent } from './enricher.js';
import { objectAt, textAt } from './object-at.js';

/** Whom and what an event is about, as Sunbird's denormalizer reads it. `undefined` where there is nothing to look up. */

export function deviceIdOf(event: EnrichedEvent): string | undefined {
  return textAt(objectAt(event, 'dimensions'), 'did') ?? textAt(objectAt(event, 'context'), 'did');
}

export function userIdOf(event: EnrichedEvent): string | undefined {
  const actor = objectAt(event, 'actor');
  const id = typeof event.uid === 'string' ? event.uid : textAt(actor, 'id');
  if (!id || id.toLowerCase() === 'anonymous') return undefined;
  const isUser = textAt(actor, 'type')?.toLowerCase() === 'user' || event.eid === 'ME_WORKFLOW_SUMMARY';
  return isUser ? id : undefined;
}

const dialcodeTypes: ReadonlySet<string> = new Set(['dialcode', 'qr']);
const typesWithoutContent: ReadonlySet<string> = new Set(['user', ...dialcodeTypes]);
/** Events whose object is looked up as a content, whatever its type. */
const permittedEids: ReadonlySet<unknown> = new Set(['AUDIT']);

export function contentIdOf(event: EnrichedEvent): string | undefined {
  const { id, type } = typedObject(event);
  if (type === undefined) return undefined;
  return permittedEids.has(event.eid) || !typesWithoutContent.has(type) ? id : undefined;
}

export function dialcodeIdOf(event: EnrichedEvent): string | undefined {
  const { id, type } = typedObject(event);
  return type !== undefined && dialcodeTypes.has(type) ? id?.toUpperCase() : undefined;
}

export function collectionIdOf(event: EnrichedEvent): string | undefined {
  return rollupIdOf(event, 'l1');
}

export function l2IdOf(event: EnrichedEvent): string | undefined {
  return rollupIdOf(event, 'l2');
}

/** A level of a content that is not itself its own first level: for the second level, too, it is the first that counts. */
function rollupIdOf(event: EnrichedEvent, level: 'l1' | 'l2'): string | undefined {
  const id = contentIdOf(event);
  if (id === undefined) return undefined;
  const rollup = objectAt(objectAt(event, 'object'), 'rollup');
  return rollup.l1 === id ? undefined : textAt(rollup, level);
}

/** An object counts only with an id and a type; the type in lower case. */
function typedObject(event: EnrichedEvent): { id?: string; type?: string } {
  const object = objectAt(event, 'object');
  const [id, type] = [textAt(object, 'id'), textAt(object, 'type')?.toLowerCase()];
  return id === undefined || type === undefined ? {} : { id, type };
}
