import { deflateRawSync, gzipSync } from 'node:zlib';
import type { RawBody } from '../../lambdas/shared/http/raw-body.js';
import { aCodedBody, aPlainBody } from './batches.js';
import { anEvent } from './events.js';
import { noise } from './texts.js';

/** The most events that a batch may hold, and characters of a body: gzip makes a thousandth of them at any length. */
const [mostEvents, mostText] = [10_000, 4 * 1024 * 1024];

const bodyOf = (events: readonly string[]) => `{"events":[${events.join(',')}]}`;
const many = (text: (index: number) => string, count = mostEvents) => Array.from({ length: count }, (_, i) => text(i));
const digits = noise(mostEvents).replace(/\D/g, '7');

/** Texts of bodies whose failed events could be much more than the bytes that they came as. */
export const hostileTexts: Readonly<Record<string, () => string>> = {
  'as many numbers as a batch may have': () => bodyOf(many(() => '0')),
  'as many different numbers as a batch may have': () => bodyOf(many((index) => digits[index] ?? '0')),
  'empty events': () => bodyOf(many(() => '{}', 4_000)),
  'events without a mid, numbered': () => bodyOf(many((index) => `{"eid":"LOG","ets":${index}}`, 4_000)),
  'large events that differ in a number': () =>
    bodyOf(many((index) => JSON.stringify(anEvent({ mid: '', edata: { message: 'x'.repeat(1_200), index } })), 1_500)),
  'events with wrong keys in any case': () =>
    bodyOf(many((index) => `{"EID":"log","eid":"Log","Mid":${index},"edata":{"LEVEL":1,"level":"x"}}`, 2_000)),
  'one event of blanks': () => bodyOf([JSON.stringify({ message: ' '.repeat(mostText - 100) })]),
  'a text of quotes': () => bodyOf([`"${'\\"'.repeat(mostText / 2 - 100)}"`]),
  'a text of control characters': () => bodyOf([`"${'\\u0001'.repeat(Math.floor(mostText / 6) - 100)}"`]),
  'a text of lone halves of surrogate pairs': () => bodyOf([`"${'\\ud800'.repeat(Math.floor(mostText / 6) - 100)}"`]),
  'events that nest too deep': () => bodyOf(many(() => `{"a":${'['.repeat(120)}"\\""${']'.repeat(120)}}`, 1_500)),
  'one failing event': () => bodyOf(['{"eid":"NONE"}']),
  nothing: () => bodyOf(['null']),
  'noise that does not compress': () => bodyOf([JSON.stringify({ message: noise(2 * 1024 * 1024) })]),
};

/** How a body may be sent, compressed as hard as can be. */
export const wireForms: Readonly<Record<string, (text: string) => RawBody>> = {
  gzip: (text) => aCodedBody(gzipSync(text, { level: 9 }), 'gzip'),
  deflate: (text) => aCodedBody(deflateRawSync(text, { level: 9 }), 'deflate'),
  plain: aPlainBody,
};
