import type { AlarmRule } from '../lib/alarms/alarm-rule.js';
import type { SunstreamConfig } from '../lib/config/config.js';

export function renderRunbook(rules: readonly AlarmRule[], configs: readonly SunstreamConfig[]): string;
