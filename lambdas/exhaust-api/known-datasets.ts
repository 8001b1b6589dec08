import { shorten } from '../shared/telemetry/describe-value.js';
import { checkDates } from './check-dates.js';
import type { Dataset } from './ports.js';

type Config = Readonly<Record<string, unknown>>;

/** It becomes a part of the file's name. */
const conversationPattern = /^[A-Za-z0-9._-]{1,128}$/;

function checkConversation({ conversationId }: Config): string | undefined {
  // Upstream's own text, which it gives as the failed job's `statusMessage` the next day.
  if (conversationId === undefined || conversationId === null) return 'Request should have conversationId';
  if (typeof conversationId === 'string' && conversationPattern.test(conversationId)) return undefined;
  return `datasetConfig.conversationId: expected 1 to 128 letters, digits, dots, dashes or underscores, found ${shorten(conversationId)}.`;
}

function checkRange({ startDate, endDate }: Config): string | undefined {
  const missing = Object.entries({ startDate, endDate }).find(([, value]) => value === undefined || value === null);
  return missing && `datasetConfig.${missing[0]}: expected a day as yyyy-MM-dd, found nothing.`;
}

const checks: Readonly<Record<string, (config: Config) => string | undefined>> = {
  'uci-response-exhaust': checkConversation,
  'uci-private-exhaust': checkConversation,
  'telemetry-raw': checkRange,
  summary: checkRange,
};

/** The datasets that can be asked for. */
export function findDataset(name: string): Dataset | undefined {
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (!check) return undefined;
  return {
    name,
    checkConfig: (config, now) => checkType(name, config) ?? check(config) ?? checkDates(config, now),
  };
}

/** Of one dataset, and named as another, it would be read by neither as it was meant. */
function checkType(name: string, { type }: Config): string | undefined {
  if (type === undefined || type === null || type === name) return undefined;
  return `datasetConfig.type: expected "${name}", as dataset says, or nothing, found ${shorten(type)}.`;
}
