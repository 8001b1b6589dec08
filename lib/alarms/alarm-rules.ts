import type { SunstreamConfig } from '../config/types.js';
import type { AlarmRule } from './alarm-rule.js';
import { bookRules } from './book-rules.js';
import { functionRules } from './function-rules.js';
import { machineRules } from './machine-rules.js';
import { searchRules } from './search-rules.js';
import { serviceRules } from './service-rules.js';
import { stageRules } from './stage-rules.js';
import { storeRules } from './store-rules.js';

/** The alarm table: each row makes the alarms of `lib/constructs/monitoring/monitoring.ts` and a chapter of docs/runbook.md. */
export const alarmRules: readonly AlarmRule[] = [
  ...bookRules,
  ...stageRules,
  ...functionRules,
  ...serviceRules,
  ...storeRules,
  ...machineRules,
  ...searchRules,
];

/** Those that a stage has. */
export const watchedRules = ({ alarms }: Pick<SunstreamConfig, 'alarms'>): readonly AlarmRule[] =>
  alarmRules.filter(({ isBesides }) => alarms.watch === 'all' || !isBesides);
