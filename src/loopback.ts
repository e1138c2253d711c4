/** True for a host name or address of this machine alone, with or without the brackets of a URL. */
export function isLoopback(host: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(host);
}
