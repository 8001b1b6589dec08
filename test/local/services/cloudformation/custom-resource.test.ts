import { createCustomResource } from '../../../../local/services/cloudformation/custom-resource.js';
import type { LocalFunction } from '../../../../local/services/lambda/local-function.js';
import type { Outcome } from '../../../../local/services/lambda/messages.js';

const resource = {
  id: 'Setup',
  type: 'Custom::SearchSetup',
  properties: { ServiceToken: 'arn', KeepDays: 14, Version: 'abc' },
};

/** A function that puts an answer, if it has one, and ends. */
function aFunction(answer?: object, outcome: Outcome = { result: undefined }) {
  const events: Record<string, unknown>[] = [];
  const invoke = async (event: Record<string, unknown>) => {
    events.push(event);
    if (answer) await fetch(String(event.ResponseURL), { method: 'PUT', body: JSON.stringify(answer) });
    return outcome;
  };
  return { events, fn: { name: 'search-setup', invoke } as unknown as LocalFunction };
}

describe('a custom resource', () => {
  it('is created by its function, which is told its properties as texts', async () => {
    const { fn, events } = aFunction({ Status: 'SUCCESS' });

    await createCustomResource(resource, fn);

    expect(events).toMatchObject([
      {
        RequestType: 'Create',
        ResourceType: 'Custom::SearchSetup',
        LogicalResourceId: 'Setup',
        ResourceProperties: { KeepDays: '14', Version: 'abc' },
      },
    ]);
  });

  it.each([
    ['that it failed', aFunction({ Status: 'FAILED', Reason: 'no such host' }), 'no such host'],
    ['nothing', aFunction(), 'its function ended without an answer'],
    ['an error', aFunction(undefined, { error: { errorType: 'Error', errorMessage: 'boom' } }), 'Error: boom'],
  ])('stops the start when its function says %s', async (_, { fn }, why) => {
    await expect(createCustomResource(resource, fn)).rejects.toThrow(
      `Setup: expected its function to succeed, found: ${why}`,
    );
  });
});
