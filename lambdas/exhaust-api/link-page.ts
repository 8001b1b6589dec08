import type { Answer } from './envelope.js';

interface Page {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

const again =
  'Read the job again (<code>GET /dataset/v1/request/read/{tag}?requestId=…</code>): each answer has a new link.';

/** What somebody sees who opens a link that leads nowhere. */
const pages = {
  altered: {
    status: 403,
    title: 'This link is not as it was given out',
    text: `A character is missing or has been changed, often by a line break in a mail. Copy the whole link. ${again}`,
  },
  expired: { status: 410, title: 'This link has expired', text: `A link is good for one day. ${again}` },
  gone: {
    status: 404,
    title: 'This file is gone',
    text: 'Its job was removed or has no such file any more. Submit the request again for a new file.',
  },
  unavailable: {
    status: 503,
    title: 'The file can’t be had at the moment',
    text: 'Nothing is lost. Open the link again in a minute.',
  },
} as const satisfies Readonly<Record<string, Page>>;

export type PageKind = keyof typeof pages;

/** Nothing of the request is on the page. */
export function linkPage(kind: PageKind): Answer {
  const { status, title, text } = pages[kind];
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
<p>${text}</p>
</html>
`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
  };
  return { statusCode: status, headers, body };
}
