import { isUtf8 } from 'node:buffer';

/** All but the printable characters of ASCII, of which `%` begins what is encoded. */
const toEncode = /[^!-$&-~]+/g;
const latin1 = /^[\0-\u00ff]*$/;
const beyondAscii = /[^\0-\u007f]/;

/**
 * A text as a header can carry it: "RFC 9110, 5.5: field values are US-ASCII", so what is beyond travels percent-encoded
 * in UTF-8. An id of letters, digits and punctuation stays as it is.
 */
export function encodeHeaderText(text: string): string {
  return text.toWellFormed().replace(toEncode, encodeURIComponent);
}

/**
 * The text that a header stands for. Bytes that a client wrote as UTF-8 and a server has read as Latin-1, as they do, are
 * read anew. What is no percent-encoding, or would hold control characters, stands for itself.
 */
export function decodeHeaderText(value: string): string {
  const text = fromLatin1(value);
  if (!text.includes('%')) return text;
  try {
    const decoded = decodeURIComponent(text);
    return /\p{Cc}/u.test(decoded) ? text : decoded;
  } catch {
    return text;
  }
}

function fromLatin1(value: string): string {
  if (!beyondAscii.test(value) || !latin1.test(value)) return value;
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : value;
}
