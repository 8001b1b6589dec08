import type { IncomingHttpHeaders } from 'node:http';
import type { Properties } from '../template/template.js';

/** Headers of every answer to a page of an allowed origin. */
export function corsHeaders({ AllowOrigins = [] }: Properties, origin: string | undefined): Record<string, string> {
  const origins = AllowOrigins as string[];
  if (origin === undefined) return {};
  if (origins.includes('*')) return { 'access-control-allow-origin': '*' };
  return origins.includes(origin) ? { 'access-control-allow-origin': origin, vary: 'origin' } : {};
}

/** Headers of the answer to a preflight; none where a browser is to be turned down. */
export function preflightHeaders(cors: Properties, headers: IncomingHttpHeaders): Record<string, string> {
  if (Object.keys(corsHeaders(cors, headers.origin)).length === 0) return {};
  return {
    'access-control-allow-methods': (cors.AllowMethods ?? []).join(','),
    'access-control-allow-headers': (cors.AllowHeaders ?? []).join(','),
    'access-control-max-age': String(cors.MaxAge ?? 0),
  };
}
