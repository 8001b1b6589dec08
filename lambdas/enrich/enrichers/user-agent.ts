import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';
import { UAParser } from 'ua-parser-js';
import { cutText } from '../../shared/text/well-formed.js';
import type { Enricher } from '../enricher.js';
import { removeSent } from '../sent-fields.js';
import { shared } from '../shared-data.js';

/** Characters that are looked at; the parser itself reads no more. */
const maxLength = 500;
/** Texts that are remembered; a megabyte or two. */
const maxKnown = 2_000;
/** Apps and services post with HTTP libraries, most of which isbot takes for bots: what is no browser must call itself one. */
const looksLikeBrowser = /^mozilla\//i;
const callsItselfBot = /bot|crawl|spider/i;
const handheld: ReadonlySet<string> = new Set(['Android', 'iOS']);

interface AgentData {
  readonly data: Readonly<Record<string, string>>;
  readonly isBot: boolean;
}

const known = new LRUCache<string, AgentData>({ max: maxKnown });

/** What the batch was sent with. Not of Sunbird: its player puts the like into `edata.uaspec` of a START alone. */
export const userAgent: Enricher = {
  rows: [
    {
      property: 'useragentdata',
      source: "`user-agent` of the batch's request, read by ua-parser-js",
      when: 'something of it is known',
      flags: { bot: 'true where isbot knows it, and it looks like a browser or calls itself a bot; else absent' },
      fields: {
        agent: 'name of the browser or web view, such as "Chrome"',
        ver: 'its version',
        system: 'name of the operating system',
        systemver: 'its version',
        platform: '"desktop", "mobile", "tablet", "smarttv", "console", "wearable" or "embedded"',
        device: 'maker and model, such as "Samsung SM-A515F"',
      },
    },
  ],
  enrich(event, { header }) {
    removeSent(event, 'useragentdata');
    if (!header.userAgent) return;
    const { data, isBot } = agentOf(cutText(header.userAgent, maxLength));
    if (Object.keys(data).length > 0) event.useragentdata = data;
    if (isBot) event.flags.bot = true;
  },
};

function agentOf(text: string): AgentData {
  const before = known.get(text);
  if (before) return before;
  const { browser, os, device } = new UAParser(text).getResult();
  const found = {
    agent: browser.name,
    ver: browser.version,
    system: os.name,
    systemver: os.version,
    // The parser names no type for a computer.
    platform: device.type ?? (os.name && !handheld.has(os.name) ? 'desktop' : undefined),
    device: [device.vendor, device.model].filter(Boolean).join(' '),
  };
  const data = Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => !!entry[1]));
  const agent = {
    data: shared(data),
    isBot: isbot(text) && (looksLikeBrowser.test(text) || callsItselfBot.test(text)),
  };
  known.set(text, agent);
  return agent;
}
