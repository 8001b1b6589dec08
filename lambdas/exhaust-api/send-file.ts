import { fileKey } from '../shared/exhaust/job.js';
import { DependencyError } from '../shared/function/errors.js';
import type { FileMethod } from './aws/presign-file.js';
import type { Answer } from './envelope.js';
import { linkPage, type PageKind } from './link-page.js';
import type { ExhaustPorts, ExhaustRequest } from './ports.js';

/**
 * A file's link → a short URL of S3, made now, for the method that the link was asked with: S3 signs for one. It takes no
 * token: the link is what was given out.
 */
export const fileSender =
  (method: FileMethod) =>
  async (request: ExhaustRequest, ports: ExhaustPorts): Promise<Answer> => {
    const answer = await sendFile(method, request, ports);
    return method === 'HEAD' ? { ...answer, body: '' } : answer;
  };

async function sendFile(method: FileMethod, request: ExhaustRequest, ports: ExhaustPorts): Promise<Answer> {
  try {
    const found = await findFile(method, request, ports);
    if ('page' in found) return linkPage(found.page);
    return { statusCode: 302, headers: { location: found.url, 'cache-control': 'no-store' }, body: '' };
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    ports.onBroken(error);
    return linkPage('unavailable');
  }
}

async function findFile(
  method: FileMethod,
  { path, query }: ExhaustRequest,
  { linkKeys, jobs, presign }: ExhaustPorts,
): Promise<{ readonly url: string } | { readonly page: PageKind }> {
  const { requestId = '', name = '' } = path;
  const { expires = '', signature = '' } = query;
  const verdict = await linkKeys.judge({ requestId, name, expires }, signature);
  if (verdict !== 'good') return { page: verdict };
  const job = await jobs.find(requestId);
  if (job?.status !== 'SUCCESS' || !job.files.includes(name)) return { page: 'gone' };
  const url = await presign(fileKey(job, name), name, method);
  return url === undefined ? { page: 'gone' } : { url };
}
