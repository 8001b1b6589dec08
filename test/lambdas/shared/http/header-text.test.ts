import fc from 'fast-check';
import { decodeHeaderText, encodeHeaderText } from '../../../../lambdas/shared/http/header-text.js';

const texts = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((text) => text.isWellFormed() && !/\p{Cc}/u.test(text));

describe('a text in a header', () => {
  it('comes out as it was put in, and is a header that clients send', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const sent = new Headers({ 'x-channel-id': encodeHeaderText(text) }).get('x-channel-id') ?? '';
        expect(decodeHeaderText(sent)).toBe(text);
      }),
    );
  });

  it.each(['01269878797503692810', 'ORG_001', 'org-1.a~b', 'a@b', "it's"])('stays %s where it is an id', (id) => {
    expect(encodeHeaderText(id)).toBe(id);
    expect(decodeHeaderText(id)).toBe(id);
  });

  it('is read as UTF-8 where a server has read its bytes as Latin-1', () => {
    expect(decodeHeaderText(Buffer.from('चैनल', 'utf8').toString('latin1'))).toBe('चैनल');
    expect(decodeHeaderText('caf\u00e9')).toBe('café');
  });

  it.each(['100%', '%zz', '%E0%A4', '%0d%0aset-cookie: a=b', '%00'])(
    'stands for itself where %j is no encoding of a text',
    (value) => expect(decodeHeaderText(value)).toBe(value),
  );
});
