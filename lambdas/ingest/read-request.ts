import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Sender } from './ingest-batch.js';
import type { RawBody } from './read-body.js';

/** Splits an API Gateway request (payload 2.0: header names are lower-case) into its body and its sender. */
export function readRequest(event: APIGatewayProxyEventV2): { raw: RawBody; sender: Sender } {
  const { headers, requestContext } = event;
  return {
    raw: {
      body: event.body,
      isBase64Encoded: event.isBase64Encoded,
      contentEncoding: headers['content-encoding'],
    },
    sender: {
      channel: cut(headers['x-channel-id']),
      did: cut(headers['x-device-id']) || undefined,
      pid: cut(headers['x-app-id']),
      ip: truncateIp(requestContext.http.sourceIp),
      userAgent: cut(requestContext.http.userAgent),
    },
  };
}

/** Characters of a header that are kept. Each failed event repeats them, so a small body must not make them large. */
const maxHeaderLength = 256;

function cut(value: string | undefined): string | undefined {
  return value?.slice(0, maxHeaderLength);
}

/** The address without its host part, /24 or /48: enough for a city, too little for a person. */
export function truncateIp(ip: string): string {
  if (ip.includes('.') && !ip.includes(':')) return ip.replace(/\.\d+$/, '.0');
  const [head = ''] = ip.split('::');
  return `${head.split(':').slice(0, 3).join(':')}::`;
}
