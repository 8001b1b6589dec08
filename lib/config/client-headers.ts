/** Sent by one generation or another of the SDKs, apps and portals. `*` would not cover `authorization` (Fetch standard). */
const sdkHeaders = [
  'authorization',
  'content-type',
  'content-encoding',
  'datatype',
  'x-app-id',
  'x-channel-id',
  'x-device-id',
  'x-msgid',
  'x-requested-with',
  'x-session-id',
];

/**
 * Added to every request of a page by who traces it, whether or not the server knows of it. The names are those of each
 * one's own documentation of its propagators for browsers.
 */
const tracerHeaders = [
  // W3C Trace Context and Baggage: OpenTelemetry, and all of the following by now.
  'traceparent',
  'tracestate',
  'baggage',
  // Sentry.
  'sentry-trace',
  // Datadog RUM.
  'x-datadog-trace-id',
  'x-datadog-parent-id',
  'x-datadog-origin',
  'x-datadog-sampling-priority',
  'x-datadog-sampled',
  'x-datadog-tags',
  // New Relic.
  'newrelic',
  // Zipkin's B3, in one header and in several.
  'b3',
  'x-b3-traceid',
  'x-b3-spanid',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-b3-flags',
  // Jaeger, Elastic APM, Application Insights, AWS X-Ray, Google Cloud.
  'uber-trace-id',
  'elastic-apm-traceparent',
  'request-id',
  'request-context',
  'x-amzn-trace-id',
  'x-cloud-trace-context',
  // Gateways, and clients that follow a request through them.
  'x-request-id',
  'x-correlation-id',
];

/** What pages send in practice, for `api.allowHeaders` of a stage. */
export const clientHeaders: readonly string[] = [...sdkHeaders, ...tracerHeaders];
