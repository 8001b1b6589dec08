import { parseArgs } from 'node:util';
import { bearerToken, stateFolder, usageError, webAddress } from '../../../cli/terminal/command.js';

describe('what every command takes', () => {
  it('is no blank folder, which would be the one that somebody is in', () => {
    for (const blank of ['', ' ']) expect(() => stateFolder(blank)).toThrow('--state: expected a folder, found');
    expect(stateFolder('/a/b/')).toBe('/a/b');
  });

  it('is a web address, without slashes at its end', () => {
    expect(webAddress('--url', 'https://api.example.org/v1//')).toBe('https://api.example.org/v1');
    for (const text of ['nonsense', 'ftp://example.org', 'example.org/v1', '']) {
      expect(() => webAddress('--url', text)).toThrow(
        `--url: expected a URL that begins with https://, found "${text}"`,
      );
    }
  });

  it('is a token that a header can carry', () => {
    expect(bearerToken(undefined)).toBeUndefined();
    expect(bearerToken('eyJ.a_b-c.d')).toBe('eyJ.a_b-c.d');
    for (const text of ['…', '', 'two words', 'line\n']) {
      expect(() => bearerToken(text)).toThrow('--token, or SUNSTREAM_TOKEN: expected a token, found');
    }
  });

  it.each([true, false])(
    'says which option it has not, and no more, with positional arguments %p',
    (allowPositionals) => {
      let told: string | undefined;
      try {
        parseArgs({ args: ['--form', 'json'], options: { format: { type: 'string' } }, allowPositionals });
      } catch (error) {
        told = usageError(error);
      }
      expect(told).toBe("Unknown option '--form'. --help lists the options.");
    },
  );
});
