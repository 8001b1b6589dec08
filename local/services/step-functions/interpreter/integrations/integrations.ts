import { athenaStartQuery } from './athena-start-query.js';
import { eventsPutEvents } from './events-put-events.js';
import type { Integration, Services } from './integration.js';
import { lambdaInvoke } from './lambda-invoke.js';

/** What a Task's Resource may be; any other is refused when the runner starts. One file each. */
export const integrations: Readonly<Record<string, (services: Services) => Integration>> = {
  'arn:aws:states:::athena:startQueryExecution.sync': athenaStartQuery,
  'arn:aws:states:::events:putEvents': eventsPutEvents,
  'arn:aws:states:::lambda:invoke': lambdaInvoke,
};

/** All integrations, bound to a role. */
export function integrationsFor(services: Services): Readonly<Record<string, Integration>> {
  return Object.fromEntries(Object.entries(integrations).map(([resource, make]) => [resource, make(services)]));
}
