/** Events of the flows as Sunbird and DIGIT document them: what the samples say, in the order of the plan's steps. */
export interface DocumentedEvent {
  readonly step: string;
  readonly eid: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly edata: Readonly<Record<string, unknown>>;
}

const pdata = { id: 'dev.sunbird.portal', ver: '1.13.0', pid: 'sunbird-portal' };
const channel = 'b00bc992ef25f1a9a8d63291e20efc8d';
const uuid = '5f5d4b1e-7a4c-4a7f-9a2e-0c7c2d9d6e11';
const uaspec = { agent: 'Chrome', ver: '70', system: 'Linux', platform: 'x', raw: 'x' };

const row = (
  step: string,
  eid: string,
  env: string,
  edata: Record<string, unknown>,
  cdata: readonly object[] = [],
): DocumentedEvent => ({ step, eid, context: { channel, pdata, env, cdata }, edata });

const of = (type: string, id = uuid) => [{ type, id }];
const click = (id: string, pageid: string, more: object = {}) => ({ id, type: 'click', pageid, ...more });
const log = (pageid: string, type: string, level: string, message: string, more: object = {}) => ({
  pageid,
  type,
  level,
  message,
  ...more,
});
const noState = { props: [], state: '', prevstate: '' };
const byForm = { type: 'signup', pageid: 'signup', mode: 'self' };
const story = (type: string) => ({ id: 'resource tab', type, pageid: 'learn', section: 'Popular story' });

export const documentedEvents: Readonly<Record<string, readonly DocumentedEvent[]>> = {
  signup: [
    row('open-form', 'START', 'signup', { ...byForm, uaspec }, of('signup')),
    row('form-shown', 'IMPRESSION', 'signup', { type: 'view', pageid: 'signup', uri: '/signup' }, of('signup')),
    row(
      'submit-form',
      'INTERACT',
      'signup',
      click('submit-signup', 'signup', { extra: { radioOption: 'phone' } }),
      of('signup'),
    ),
    row('otp-page-shown', 'IMPRESSION', 'signup', { type: 'view', pageid: 'otp', uri: '/signup/otp' }, of('signup')),
    row('submit-otp', 'INTERACT', 'signup', click('submit-otp', 'otp', { extra: { values: '******' } }), of('otp')),
    row('user-created', 'AUDIT', 'signin', noState, of('signup', 'self')),
    row('end', 'END', 'signup', byForm, of('signup')),
    row('resend-otp', 'INTERACT', 'signup', click('resend-otp', 'otp'), of('otp')),
    row(
      'send-otp-failed',
      'INTERACT',
      'otp',
      click('send-otp', 'otp', { extra: { sendOtpFailed: 'true' } }),
      of('otp'),
    ),
    row(
      'resend-otp-failed',
      'INTERACT',
      'otp',
      click('resend-otp', 'otp', { extra: { resendOtpFailed: 'true' } }),
      of('otp'),
    ),
    row(
      'captcha-suspicious',
      'LOG',
      'signup',
      log('signup', 'api_access', 'ERROR', 'google captcha found suspicious'),
      of('signup'),
    ),
    row(
      'otp-verification-failed',
      'LOG',
      'otp',
      log('otp', 'api_call', 'ERROR', 'otp verification failed', { extra: { values: '******' } }),
      of('otp'),
    ),
    row('user-creation-failed', 'LOG', 'otp', log('signup', 'api_call', 'ERROR', 'user creation failed'), of('signup')),
  ],
  'google-signin': [
    row('start', 'START', 'signin', { type: 'signup', pageid: 'signin', uaspec, mode: 'google' }, of('signin')),
    row(
      'google-page-shown',
      'IMPRESSION',
      'otp',
      { type: 'view', pageid: 'signin', uri: '/google/auth' },
      of('signin'),
    ),
    row(
      'user-details-received',
      'LOG',
      'signin',
      log('signin', 'api_access', 'INFO', 'successfull recieved user details from google'),
      of('signin'),
    ),
    row('user-exists', 'LOG', 'signin', log('signin', 'process', 'INFO', 'user exists'), of('signin')),
    row('user-not-exists', 'LOG', 'signin', log('signin', 'process', 'INFO', 'user not exists'), of('signin')),
    row('user-created', 'AUDIT', 'signin', noState, of('signup', 'google')),
    row(
      'end',
      'END',
      'sigin',
      { type: 'signin', subtype: 'google_signin', pageid: 'sigin', mode: 'google' },
      of('sigin'),
    ),
    row(
      'redirect-url-failed',
      'LOG',
      'signin',
      log(
        'signin',
        'api_access',
        'ERROR',
        'unable to get redirect url from google after user clicked on google signin button',
      ),
      of('signin'),
    ),
    row(
      'user-details-failed',
      'LOG',
      'signin',
      log('signin', 'api_access', 'ERROR', 'unable to get user details from auth token'),
      of('signin'),
    ),
    row('user-creation-failed', 'LOG', 'otp', log('signin', 'api_call', 'ERROR', 'user creation failed'), of('signin')),
  ],
  'library-and-course-tabs': [
    row('library-tab', 'INTERACT', 'Library', click('library tab', 'resources')),
    row('course-tab', 'INTERACT', 'course', click('courses tab', 'learn')),
  ],
  home: [row('home-tab', 'INTERACT', 'home', click('home tab', 'home'))],
  logout: [row('logout', 'INTERACT', 'public', click('logout', 'profile'))],
  'popular-story': [
    row('previous', 'INTERACT', 'library', story('click left arrow')),
    row('next', 'INTERACT', 'library', story('click right arrow')),
    row('previous-or-next', 'INTERACT', 'library', story('click left arrow/ click right arrow')),
  ],
  'digit-page': [
    row('enter', 'START', 'Rainmaker', { type: 'page', url: '/citizen', startTimeArray: [1] }),
    row('summary', 'SUMMARY', 'Rainmaker', { type: 'page', url: '/citizen', timespent: 12 }),
    row('leave', 'END', 'Rainmaker', { type: 'page', url: '/citizen' }),
  ],
};
