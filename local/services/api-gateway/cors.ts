import type { IncomingHttpHeaders } from 'node:http';
import type { Properties } from '../../template/types.js';

/** Headers of every answer to a page of an allowed origin. */
export function corsHeaders(cors: Properties, origin: string | undefined): Record<string, string> {
  const origins = (cors.AllowOrigins ?? []) as string[];
  if (origin === undefined) return {};
  if (origins.includes('*')) return { 'access-control-allow-origin': '*' };
  if (!origins.some((allowed) => covers(allowed, origin))) return {};
  const credentials: Record<string, string> = cors.AllowCredentials
    ? { 'access-control-allow-credentials': 'true' }
    : {};
  return { 'access-control-allow-origin': origin, vary: 'origin', ...credentials };
}

/** "CORS for HTTP APIs": `https://*` allows all origins that begin so. */
function covers(allowed: string, origin: string): boolean {
  return allowed === origin || (allowed.endsWith('://*') && origin.startsWith(allowed.slice(0, -1)));
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
