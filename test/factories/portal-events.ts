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

/** Which step of which tracking plan each documented event is, by its title. */
export const stepOfTitle: Readonly<Record<string, string>> = {
  'signup opens: start': 'signup/open-form',
  'signup form seen': 'signup/form-shown',
  'signup submitted': 'signup/submit-form',
  'otp page seen': 'signup/otp-page-shown',
  'otp submitted': 'signup/submit-otp',
  'otp asked for again': 'signup/resend-otp',
  'signup ends': 'signup/end',
  'otp could not be sent': 'signup/send-otp-failed',
  'otp could not be sent again': 'signup/resend-otp-failed',
  'captcha suspects': 'signup/captcha-suspicious',
  'otp refused': 'signup/otp-verification-failed',
  'user not created': 'signup/user-creation-failed',
  'google signin opens: start': 'google-signin/start',
  'google page seen': 'google-signin/google-page-shown',
  'google signin ends': 'google-signin/end',
  "google gave the user's details": 'google-signin/user-details-received',
  'google gave no redirect': 'google-signin/redirect-url-failed',
  'google gave no details': 'google-signin/user-details-failed',
  'google user is known': 'google-signin/user-exists',
  'google user is new': 'google-signin/user-not-exists',
  'google user not created': 'google-signin/user-creation-failed',
  'user created by signup': 'signup/user-created',
  'user created by google': 'google-signin/user-created',
  'library tab': 'library-and-course-tabs/library-tab',
  'course tab': 'library-and-course-tabs/course-tab',
  'home tab': 'home/home-tab',
  'popular story arrows': 'popular-story/previous-or-next',
  logout: 'logout/logout',
};

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
