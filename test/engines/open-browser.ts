import { type Browser, chromium } from 'playwright-core';

/** Whatever is not on this machine can't be looked up, and the browser doesn't try by itself. */
const args = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  '--no-proxy-server',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--no-first-run',
];

/** Headless, with an empty profile that is removed when it closes. It ends with this process at the latest. */
export function openBrowser(program: string): Promise<Browser> {
  return chromium.launch({ executablePath: program, args, headless: true });
}
