import type { RawBody } from '../shared/http/raw-body.js';
import type { Answer } from './answers.js';

/** A transparent GIF of one pixel, base64-coded. */
const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** What JSON begins with and base64 never does; and the JSON that base64 could be as well. */
const [jsonStart, jsonWord] = [/^[{["-]/, /^(null|true|false|\d+)$/];
/** Either alphabet, in lines or in one. */
const base64 = /^[\w+/=\r\n-]*$/;

/**
 * The batch in a pixel's query: JSON as it is, or in base64 with either alphabet. It is read as it was sent, since who
 * decodes the query for us puts U+FFFD where something is no UTF-8.
 */
export function pixelBody(rawQueryString: string): RawBody {
  const bytes = Buffer.concat(valuesOf('data', rawQueryString));
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  // A plus sign that wasn't escaped has become a space on its way through the query.
  const coded = text.replaceAll(' ', '+');
  const isJson = jsonStart.test(text.trimStart()) || jsonWord.test(text.trim());
  const isCoded = !isJson && base64.test(coded);
  const body = isCoded ? coded : bytes.toString('base64');
  return { body, isBase64Encoded: true, contentEncoding: undefined, place: 'data' };
}

/** Bytes of all values of a parameter, with commas between them as API Gateway has it. */
function valuesOf(name: string, rawQueryString: string): Buffer[] {
  const values = rawQueryString.split('&').flatMap((pair) => {
    const [key = '', ...value] = pair.split('=');
    return key === name ? [decodePercents(value.join('='))] : [];
  });
  return values.flatMap((value, at) => (at === 0 ? [value] : [Buffer.from(','), value]));
}

/** "URL Standard, application/x-www-form-urlencoded": a plus is a space, `%41` a byte, and a percent sign by itself one too. */
function decodePercents(text: string): Buffer {
  const isHex = /^%[0-9a-f]{2}$/i;
  const pieces = text.replaceAll('+', ' ').split(/(%[0-9a-f]{2})/i);
  return Buffer.concat(
    pieces.map((piece) => (isHex.test(piece) ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece))),
  );
}

/** What an `<img>` is shown: the pixel where the batch was taken; a refusal stays what it is, so that `onerror` fires. */
export function pixelAnswer(answer: Answer): Answer {
  if (answer.statusCode !== 200) return answer;
  return {
    statusCode: 200,
    headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' },
    body: gif,
    isBase64Encoded: true,
  };
}
