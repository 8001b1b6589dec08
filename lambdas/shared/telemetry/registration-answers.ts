import { isObject } from './describe-value.js';
import { erase, idsAt, idsInText, type Matches, matchesAt } from './json-places.js';
import { type RedactedEvent, replaceMid } from './redact-event.js';
import { wordIn } from './word-in.js';

type Json = Record<string, unknown>;

/** Where an eid has its question and what was answered; keys in lower case, found whatever their case. */
interface AnswerPlace {
  readonly eid: Matches;
  readonly question: readonly string[];
  readonly answers: readonly string[];
}

/** "Sunbird, RedactorFunction": these two eids, these two places. */
const places: readonly AnswerPlace[] = [
  { eid: wordIn('assess'), question: ['edata', 'item', 'id'], answers: ['edata', 'resvalues'] },
  { eid: wordIn('response'), question: ['edata', 'target', 'id'], answers: ['edata', 'values'] },
];

/** Stands in `flags.redacted` of an event that lost its answers. */
export const registrationRule = 'registration';

/** Most events are of another eid, and are looked at once. */
const anyEid: Matches = (text) => places.some(({ eid }) => eid(text));
const none: readonly string[] = [];

/** What is left of an event that is a text: it can't be judged, and is gone as a whole. */
const gone = '[redacted]';

/**
 * Questions that an element of `events` may ask about; an event has one. What names more is no event, and a stranger
 * could have thousands looked up with it: its answers are taken away unasked.
 */
export const maxQuestions = 20;

/** Ids of the questions that an element of `events` names; none of what answers none. */
export function questionsOf(candidate: unknown): readonly string[] {
  if (typeof candidate === 'string') return anyEid(candidate) ? idsInText(candidate) : none;
  if (Array.isArray(candidate)) return candidate.flatMap((entry) => (Array.isArray(entry) ? none : questionsOf(entry)));
  if (!isObject(candidate) || !matchesAt(candidate, ['eid'], anyEid)) return none;
  return placesOf(candidate).flatMap(({ question }) => idsAt(candidate, question));
}

/**
 * Takes away, where it can in place, what was answered to questions of a registration.
 *
 * @param questions those that the event names
 * @param registrations which of these are of a registration
 */
export function blankAnswers(
  { candidate, redacted }: RedactedEvent,
  questions: readonly string[],
  registrations: ReadonlySet<string>,
): RedactedEvent {
  const isUnasked = questions.length > maxQuestions;
  if (!isUnasked && !questions.some((id) => registrations.has(id))) return { candidate, redacted };
  const [left, isBlanked] = blank(candidate, (id) => isUnasked || registrations.has(id));
  return { candidate: left, redacted: isBlanked ? [...new Set([...redacted, registrationRule])] : redacted };
}

type IsRegistration = (id: string) => boolean;

/** @returns what is left, and whether something was taken */
function blank(candidate: unknown, isRegistration: IsRegistration): readonly [left: unknown, isBlanked: boolean] {
  if (typeof candidate === 'string')
    return questionsOf(candidate).some(isRegistration) ? [gone, true] : [candidate, false];
  if (Array.isArray(candidate)) {
    const entries = candidate.map((entry) =>
      Array.isArray(entry) ? ([entry, false] as const) : blank(entry, isRegistration),
    );
    return [entries.map(([left]) => left), entries.some(([, isBlanked]) => isBlanked)];
  }
  const isBlanked = placesOf(candidate)
    .filter(({ question }) => idsAt(candidate, question).some(isRegistration))
    .map(({ answers }) => erase(candidate as Json, answers, []))
    .includes(true);
  if (isBlanked) replaceMid(candidate as Json);
  return [candidate, isBlanked];
}

function placesOf(candidate: unknown): AnswerPlace[] {
  return isObject(candidate) ? places.filter(({ eid }) => matchesAt(candidate, ['eid'], eid)) : [];
}
