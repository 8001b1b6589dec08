import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger, metrics } from './observe.js';

/** A handler whose log lines carry the request id and whose metrics are flushed, however it ends. */
export function observed<E, R>(handle: (event: E, context: Context) => Promise<R>) {
  return middy<E, R>()
    .use(injectLambdaContext(logger))
    .use({ after: flushMetrics, onError: flushMetrics })
    .handler((event, context) => handle(event, context));
}

/** The library's own middleware logs a warning for every invocation that had nothing to count. */
function flushMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
