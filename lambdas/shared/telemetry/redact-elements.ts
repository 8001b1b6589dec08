import { type RedactedEvent, redactElement } from './redact-event.js';
import { blankAnswers, maxQuestions, questionsOf } from './registration-answers.js';

/** Which of some questions are of a registration; throws DependencyError when nobody can say. */
export type AskRegistrations = (questions: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * Takes away, where it can in place, what must not be written down of elements of `events`.
 *
 * @param ask is asked once, or not at all where nothing was answered; without it, answers stay
 */
export async function redactElements(
  sent: readonly unknown[],
  ask: AskRegistrations | undefined,
): Promise<RedactedEvent[]> {
  const redacted = sent.map(redactElement);
  if (!ask) return redacted;
  const questions = redacted.map(({ candidate }) => questionsOf(candidate));
  const registrations = await registrationsAmong(questions, ask);
  return redacted.map((event, index) => blankAnswers(event, questions[index] ?? [], registrations));
}

/** The same for an element that stands alone. */
export async function redactAlone(sent: unknown, ask: AskRegistrations | undefined): Promise<RedactedEvent> {
  const redacted = redactElement(sent);
  if (!ask) return redacted;
  const questions = questionsOf(redacted.candidate);
  return blankAnswers(redacted, questions, await registrationsAmong([questions], ask));
}

async function registrationsAmong(
  questions: readonly (readonly string[])[],
  ask: AskRegistrations,
): Promise<ReadonlySet<string>> {
  const asked = new Set(questions.filter(({ length }) => length <= maxQuestions).flat());
  return asked.size > 0 ? ask([...asked]) : new Set();
}
