/** Where the calls of a service begin: of a host, as the stack prints it, or of a URL that has the service's path already. */
export function serviceUrl(url: string, path: '/registry/v1' | '/dataset/v1'): string {
  const host = url.replace(/(?<!\/)\/+$/, '');
  return host.endsWith(path) ? host : `${host}${path}`;
}
