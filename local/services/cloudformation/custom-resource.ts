import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { close, listen } from '../../calls/json-service.js';
import { account, region } from '../../template/resource-types.js';
import type { Resource } from '../../template/types.js';
import type { LocalFunction } from '../lambda/local-function.js';

/** What a function answers CloudFormation: "Custom resource response objects". */
interface Answer {
  readonly Status?: string;
  readonly Reason?: string;
}

/**
 * Creates a custom resource as CloudFormation does: the function is told where to put its answer, and puts it there.
 * Here that is done at every start, so its function must bear being asked again.
 *
 * @throws Error when it failed, or ended without an answer
 */
export async function createCustomResource(resource: Resource, fn: LocalFunction): Promise<void> {
  const { ServiceToken: _, ...properties } = resource.properties;
  let answer: Answer = { Reason: 'its function ended without an answer' };
  const server = createServer(async (request, response) => {
    answer = JSON.parse(await text(request)) as Answer;
    response.end();
  });
  try {
    const url = `http://127.0.0.1:${await listen(server)}/answer`;
    const outcome = await fn.invoke({
      RequestType: 'Create',
      ResponseURL: url,
      StackId: `arn:aws:cloudformation:${region}:${account}:stack/sunstream/local`,
      RequestId: randomUUID(),
      ResourceType: resource.type,
      LogicalResourceId: resource.id,
      ResourceProperties: asTexts(properties),
    });
    if (outcome.error) throw failed(resource, `${outcome.error.errorType}: ${outcome.error.errorMessage}`);
    if (answer.Status !== 'SUCCESS') throw failed(resource, String(answer.Reason));
  } finally {
    await close(server);
  }
}

function failed({ id }: Resource, why: string): Error {
  return new Error(`${id}: expected its function to succeed, found: ${why}`);
}

/** "CloudFormation passes properties as strings". */
function asTexts(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, typeof value === 'object' ? value : String(value)]),
  );
}
