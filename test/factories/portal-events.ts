import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseError, parse } from 'jsonc-parser';
import { arrival } from './frames.js';

/** An event that a portal's documents show, and what they show it for. */
export interface PortalEvent {
  readonly title: string;
  readonly event: PortalPayload;
}

export interface PortalPayload extends Record<string, unknown> {
  eid: string;
  mid: string;
  context: Record<string, unknown>;
  edata: Record<string, unknown>;
}

const fixtures = join(import.meta.dirname, '../fixtures');

/** The events of the documented portal flows, as a portal that does what the documents say would send them. */
export function portalEvents(): PortalEvent[] {
  return ['portal-signup.txt', 'portal-tabs.txt'].flatMap(readSamples);
}

/** The documented texts: a title after `# `, then the sample up to an empty line. */
function readSamples(file: string): PortalEvent[] {
  const blocks = readFileSync(join(fixtures, file), 'utf8').trim().split('\n\n');
  return blocks.map((block, index) => {
    const [title = '', ...lines] = block.split('\n');
    return { title: title.replace('# ', ''), event: complete(readSample(lines.join('\n')), `${file}:${index}`) };
  });
}

/** What a document's text means: its commas before a bracket, its typographic quotes, its name for a user agent. */
function readSample(text: string): Partial<PortalPayload> {
  const errors: ParseError[] = [];
  const plain = text.replace(/[“”]/g, '"').replace(/\bUASPEC\b/, '{"agent":"Chrome","ver":"68.0","raw":"Mozilla/5.0"}');
  const sample: unknown = parse(plain, errors, { allowTrailingComma: true, disallowComments: true });
  if (errors.length > 0) throw new Error(`a sample can't be read at ${errors[0]?.offset}: ${plain}`);
  return sample as Partial<PortalPayload>;
}

/** Fills in what the documents say is left out: the actor before a login, session and device, and the envelope. */
function complete(sample: Partial<PortalPayload>, where: string): PortalPayload {
  return {
    ets: arrival,
    ver: '3.0',
    mid: `${sample.eid}:${where}`,
    actor: { id: 'anonymous', type: 'User' },
    ...sample,
    context: { sid: 'session-1', did: 'device-1', ...sample.context },
  } as PortalPayload;
}
