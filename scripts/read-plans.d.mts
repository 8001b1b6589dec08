import type { TrackingPlan } from '../lambdas/enrich/match-plans.js';

export const plansFolder: string;
export function readPlans(folder?: string): { readonly plans: TrackingPlan[]; readonly problems: string[] };
