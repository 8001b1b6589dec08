import { answerCall } from '../../../lambdas/exhaust-api/answer-call.js';
import { linkEnd, signLink } from '../../../lambdas/exhaust-api/links.js';
import type { Job } from '../../../lambdas/shared/exhaust/job.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aJob, aRequestId, submission } from '../../factories/jobs.js';
import { aCall, fakeExhaustPorts } from '../../fakes/fake-exhaust-ports.js';

const name = 'd655cf03_response_20220405.csv';
const success = aJob({ status: 'SUCCESS', files: [name] });
const hour = 3_600_000;
const expires = String(linkEnd(submission));
const signatureOf = (file: string) =>
  signLink({ requestId: aRequestId, name: file, expires }, ['a-key-of-links-with-32-characters']);

function open(ports: ReturnType<typeof fakeExhaustPorts>['ports'], { file = name, query = {}, method = 'GET' } = {}) {
  const path = { requestId: aRequestId, name: file };
  // As whoever has the link: without channel and token.
  const stranger = { channel: undefined, channels: undefined, consumer: undefined };
  const signed = { expires, signature: signatureOf(file), ...query };
  return answerCall(
    `${method} /dataset/v1/file/{requestId}/{name}`,
    aCall({ ...stranger, path, query: signed }),
    ports,
  );
}

describe('opening a link', () => {
  it('leads to a short URL of S3, which nobody may keep', async () => {
    expect(await open(fakeExhaustPorts([success]).ports)).toEqual({
      statusCode: 302,
      headers: {
        location: `https://s3.example/exhaust/uci-response-exhaust/${aRequestId}/${name}?name=${name}&for=GET`,
        'cache-control': 'no-store',
      },
      body: '',
    });
  });

  it('with HEAD leads to a URL for HEAD, and is refused without a page', async () => {
    const { ports } = fakeExhaustPorts([success]);

    const answers = [
      await open(ports, { method: 'HEAD' }),
      await open(ports, { method: 'HEAD', query: { signature: 'made-up' } }),
    ];

    expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
      [302, ''],
      [403, ''],
    ]);
    expect(answers[0]?.headers.location).toMatch(/&for=HEAD$/);
  });

  it('works after 23 hours, and is refused after 25, saying what to do', async () => {
    const { ports, clock } = fakeExhaustPorts([success]);
    clock.now += 23 * hour;
    expect((await open(ports)).statusCode).toBe(302);
    clock.now += 2 * hour;

    const { statusCode, headers, body } = await open(ports);

    expect([statusCode, headers['content-type']]).toEqual([410, 'text/html; charset=utf-8']);
    expect(body).toMatch(/This link has expired[\s\S]*Read the job again/);
  });

  it.each([
    ['later end', { expires: String(linkEnd(submission) + 1) }],
    ['other signature', { signature: 'made-up' }],
    ['signature left out', { signature: undefined }],
  ])('with a %s is refused, saying what to do', async (_, query) => {
    const { statusCode, body } = await open(fakeExhaustPorts([success]).ports, { query });

    expect(statusCode).toBe(403);
    expect(body).toMatch(/not as it was given out[\s\S]*Copy the whole link/);
  });

  it.each<[string, Job | undefined, string]>([
    ['job was removed', undefined, name],
    ['job runs again', aJob({ status: 'PROCESSING', files: [name] }), name],
    ['job has no such file', success, 'other.csv'],
  ])('whose %s leads nowhere, saying what to do', async (_, job, file) => {
    const { statusCode, body } = await open(fakeExhaustPorts(job ? [job] : []).ports, { file });

    expect(statusCode).toBe(404);
    expect(body).toMatch(/This file is gone[\s\S]*Submit the request again/);
  });

  it('whose file was deleted says so, on a page of ours', async () => {
    const { ports } = fakeExhaustPorts([success], { presign: async () => undefined });

    const { statusCode, body } = await open(ports);

    expect([statusCode, body]).toEqual([404, expect.stringContaining('This file is gone')]);
  });

  it('while something is broken is told so, with nothing of it on the page', async () => {
    const presign = async () => {
      throw new DependencyError('S3: down');
    };
    const { ports, broken } = fakeExhaustPorts([success], { presign });

    const { statusCode, body } = await open(ports);

    expect(statusCode).toBe(503);
    expect(body).not.toContain('S3: down');
    expect(broken).toHaveLength(1);
  });
});
