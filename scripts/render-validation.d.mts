import type { RepairRule } from '../lambdas/shared/telemetry/repairs.js';

export function renderValidation(schemas: readonly object[], repairs: readonly RepairRule[]): string;
