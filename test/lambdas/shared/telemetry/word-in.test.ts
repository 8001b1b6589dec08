import fc from 'fast-check';
import { wordIn } from '../../../../lambdas/shared/telemetry/word-in.js';
import { growthOf } from '../../../growth.js';

const hasOtp = wordIn('otp');

describe('wordIn', () => {
  it.each([
    'otp',
    'OTP',
    'oTP',
    'verify-otp',
    'otp_page',
    'sign-up/otp.html',
    'step2otp6',
    'Enter the OTP',
    'enterOtp',
    'otpInput',
    'enterOTP',
    'OTPInput',
    'smsOTPCode',
    'SMSOTPCode',
    'OTPcode',
    'étapeOtp',
  ])('finds a word between separators, capitals and ends: %s', (text) => {
    expect(hasOtp(text)).toBe(true);
  });

  it.each(['loginotp', 'otpless', 'totp', 'verifyotpPage'])(
    'finds it where another is joined to it without a sign: %s',
    (text) => {
      expect(hasOtp(text)).toBe(true);
    },
  );

  it.each([
    '',
    'home',
    'hotpot',
    'hotpot-recipes',
    'Footprints',
    'FOOTPATH',
    'hotPot',
    'HOTPlate',
    'HOTPage',
    'laptop-shop',
    'robotPart',
    'o-tp',
    'ot-p',
    'to-pay',
    'photo.page',
    'spôtpôt',
  ])('leaves a text alone that has it inside a word, or across two: %s', (text) => {
    expect(hasOtp(text)).toBe(false);
  });

  it('finds it wherever a sign stands on both sides, whatever stands around', () => {
    const signs = fc.constantFrom('-', '_', ' ', '.', '/', ':', '"', '7', '{');
    const case_ = fc.constantFrom('otp', 'Otp', 'OTP', 'oTp');
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        signs,
        case_,
        signs,
        fc.string(),
        (before, left, word, right, after) => {
          expect(hasOtp(`${before}${left}${word}${right}${after}`)).toBe(true);
        },
      ),
    );
  });

  it('takes time that grows with the text and no faster', () => {
    const piece = fc.string({
      unit: fc.constantFrom('o', 't', 'p', 'OTP', 'otp', 'A', '-', ' '),
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(piece, (repeated) => {
        const make = (length: number) => repeated.repeat(length / repeated.length);

        expect(growthOf(hasOtp, make)).toBeLessThan(4);
      }),
      { examples: [['xotpx'], ['A'], ['otp-']], numRuns: 20, endOnFailure: true },
    );
  });
});
