import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { explainError } from '../../../cli/terminal/explain-error.js';
import { close, listen } from '../../../local/calls/json-service.js';
import { useClosing } from '../../support/closing.js';

const closing = useClosing();
const credentials = { accessKeyId: 'A', secretAccessKey: 'B' };

async function outcomeOf(run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    return error;
  }
}

/** What the AWS SDK throws of a service that answers so. */
async function answered(status: number, name: string, message: string): Promise<unknown> {
  const server = createServer((_, response) => {
    const body = JSON.stringify({ __type: name, message });
    response.writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-query-error': `${name};Sender`,
    });
    response.end(body);
  });
  const endpoint = `http://127.0.0.1:${await listen(server)}`;
  closing(() => close(server));
  const client = new CloudWatchClient({ endpoint, region: 'ap-south-1', credentials, maxAttempts: 1 });
  return outcomeOf(() => client.send(new ListMetricsCommand({})));
}

describe('what a person is told of an error', () => {
  it('of AWS without a region is what to set', () => {
    const error = new Error('Region is missing');

    expect(explainError(error)).toMatch(/^expected an AWS region, found none\. Set AWS_REGION, such as ap-south-1/);
  });

  it('of AWS without credentials is how to sign in', async () => {
    const message = 'Could not load credentials from any providers';
    const none = Object.assign(new Error(message), { name: 'CredentialsProviderError' });
    const client = new CloudWatchClient({ region: 'ap-south-1', credentials: () => Promise.reject(none) });

    const error = await outcomeOf(() => client.send(new ListMetricsCommand({})));

    expect(explainError(error)).toMatch(
      /^expected credentials for AWS, found none: .*providers\. Sign in \(aws sso login/,
    );
  });

  it.each([
    [403, 'ExpiredTokenException', 'found some that have expired: told by AWS. Sign in'],
    [403, 'UnrecognizedClientException', 'found others: told by AWS. Sign in'],
    [400, 'AccessDeniedException', 'AWS refused: told by AWS. Let your user or role do that'],
    [400, 'StateMachineDoesNotExist', 'found none: told by AWS. The stack'],
    [400, 'ResourceNotFoundException', 'found none: told by AWS. The stack'],
    [400, 'ThrottlingException', 'AWS takes no more just now: told by AWS. Try again'],
    [400, 'SomethingNew', 'AWS answered SomethingNew: told by AWS'],
  ])('of AWS that answers %d %s says what to do', async (status, name, told) => {
    const error = await answered(status, name, 'told by AWS');

    expect(explainError(error)).toContain(told);
  });

  it('of an address where nobody listens names it', async () => {
    const server = createServer();
    const port = await listen(server);
    await close(server);

    const error = await outcomeOf(() => fetch(`http://127.0.0.1:${port}`));

    expect(explainError(error)).toContain(`expected an answer, found nobody who listens there (127.0.0.1:${port}).`);
  });

  it('of a file system is in words, with the path', async () => {
    const error = await outcomeOf(() => readFileSync('/nowhere/at/all'));

    expect(explainError(error)).toBe('/nowhere/at/all: expected a path that can be used, found none.');
  });

  it('of our own making is its text, whatever caused it', () => {
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

    expect(explainError(new Error('--port: expected a number.', { cause }))).toBe('--port: expected a number.');
    expect(explainError('a text')).toBe('a text');
    expect(explainError(new RangeError(''))).toBe('RangeError');
  });
});
