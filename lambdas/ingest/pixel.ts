import type { Answer } from './answers.js';
import type { RawBody } from './read-body.js';

/** A transparent GIF of one pixel, base64-coded. */
const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** The batch in a pixel's query: JSON as it is, or in base64 with either alphabet. */
export function pixelBody(data = ''): RawBody {
  const isBase64Encoded = data !== '' && !data.trimStart().startsWith('{');
  // A plus sign that wasn't escaped has become a space on its way through the query.
  return { body: isBase64Encoded ? data.replaceAll(' ', '+') : data, isBase64Encoded, contentEncoding: undefined };
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
