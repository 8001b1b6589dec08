/** An HTTP answer. */
export interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** 404, in the shape of ingest's refusals. */
export function unknownAddress(ets: number, errmsg: string): Answer {
  return answer(404, {
    id: 'api.unknown',
    ver: '1.0',
    ets,
    params: { status: 'failed', err: 'UNKNOWN_ADDRESS', errmsg },
    responseCode: 'RESOURCE_NOT_FOUND',
    result: {},
  });
}

const gatewayTexts = {
  401: 'Unauthorized',
  403: 'Forbidden',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** What API Gateway itself would have answered at the right address. */
export function asGateway(status: keyof typeof gatewayTexts): Answer {
  return answer(status, { message: gatewayTexts[status] });
}

function answer(statusCode: number, body: object): Answer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
