/** A refusal in Stripe's envelope. The SDK looks only at the `error` key, so nothing else may leave here. */
export class StripeFault extends Error {
  readonly status: number;
  readonly body: FaultBody;
  readonly headers: Record<string, string>;
  constructor(status: number, body: FaultBody, headers: Record<string, string> = {}) {
    super(body.message);
    this.name = 'StripeFault';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export type FaultBody = {
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
};

/** A request Stripe would not accept. */
export function invalidRequest(message: string, param?: string, code?: string): StripeFault {
  return new StripeFault(400, {
    type: 'invalid_request_error',
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });
}

/** The 404 for an id nobody has. */
export function noSuch(noun: string, id: string, param = 'id'): StripeFault {
  return new StripeFault(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  });
}

export function missingParam(param: string): StripeFault {
  return invalidRequest(`Missing required param: ${param}.`, param, 'parameter_missing');
}
