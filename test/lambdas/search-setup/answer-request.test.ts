import { answerRequest, type ResourceRequest } from '../../../lambdas/search-setup/answer-request.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';

const aRequest = (overrides: Partial<ResourceRequest> = {}): ResourceRequest => ({
  RequestType: 'Create',
  ResponseURL: 'https://answers/1',
  StackId: 'stack-1',
  RequestId: 'request-1',
  LogicalResourceId: 'Setup',
  ResourceProperties: { KeepDays: '30' },
  ...overrides,
});

describe('answerRequest', () => {
  it.each(['Create', 'Update'] as const)('sets up on %s, under one physical id', async (RequestType) => {
    const days: number[] = [];

    const answer = await answerRequest(aRequest({ RequestType }), async (keepDays) => {
      days.push(keepDays);
      return ['template: put', 'policy: stands'];
    });

    expect(days).toEqual([30]);
    expect(answer).toEqual({
      Status: 'SUCCESS',
      Reason: 'template: put; policy: stands',
      PhysicalResourceId: 'search-setup',
      StackId: 'stack-1',
      RequestId: 'request-1',
      LogicalResourceId: 'Setup',
    });
  });

  it('removes nothing on Delete, whatever its properties are', async () => {
    const setUp = jest.fn();

    const answer = await answerRequest(aRequest({ RequestType: 'Delete', ResourceProperties: {} }), setUp);

    expect(answer.Status).toBe('SUCCESS');
    expect(setUp).not.toHaveBeenCalled();
  });

  it('answers a failure with its reason, within what CloudFormation takes', async () => {
    const long = `OpenSearch: expected 200 for GET /, found 403 ${'क'.repeat(10_000)}`;

    const answer = await answerRequest(aRequest(), () => Promise.reject(new DependencyError(long)));

    expect(answer.Status).toBe('FAILED');
    expect(answer.Reason).toMatch(/^OpenSearch: expected 200/);
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(4_096);
  });

  it.each([undefined, '', 'x', '0', '1.5', '-3'])('refuses to keep indices for %j days', async (KeepDays) => {
    const answer = await answerRequest(aRequest({ ResourceProperties: { KeepDays } }), async () => []);

    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('a whole number from 1 up') });
  });
});
