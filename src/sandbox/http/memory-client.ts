import type { World } from '../world/world.ts';
import { callApi, type ApiParts, type Reply } from './call-api.ts';

/** What the SDK takes for `httpClient`, as far as it uses it. */
export type MemoryClient = {
  getClientName(): string;
  makeRequest(
    host: string,
    port: string,
    path: string,
    method: string,
    headers: Record<string, unknown>,
    requestData: string,
  ): Promise<MemoryResponse>;
};

export type MemoryResponse = {
  getStatusCode(): number;
  getHeaders(): Record<string, string>;
  getRawResponse(): Record<string, unknown>;
  toStream(): never;
  toJSON(): Promise<unknown>;
};

/** A way for the SDK into this sandbox without a socket: the same keys, checks, answers and chaos. */
export function memoryClient(world: World, api: ApiParts): MemoryClient {
  return {
    getClientName: () => 'sandbox',
    async makeRequest(_host, _port, path, method, headers, requestData) {
      const [pathname = '/', query = ''] = path.split('?', 2);
      const reply = await callApi(world, api, {
        method,
        path: pathname,
        query,
        body: requestData ?? '',
        authorization: headers['Authorization'] as string | undefined,
        idempotencyKey: headers['Idempotency-Key'] as string | undefined,
      });
      if (reply === 'timeout') throw lost('ETIMEDOUT');
      if (reply === 'reset') throw lost('ECONNRESET');
      return responseOf(reply);
    },
  };
}

/** The codes by which the SDK knows a call whose answer did not come. */
function lost(code: string): Error {
  return Object.assign(new TypeError(code), { code });
}

function responseOf({ status, headers, body }: Reply): MemoryResponse {
  return {
    getStatusCode: () => status,
    getHeaders: () => headers,
    getRawResponse: () => ({ statusCode: status, headers }),
    toStream() {
      throw new Error('The sandbox streams nothing.');
    },
    toJSON: async () => JSON.parse(body) as unknown,
  };
}
