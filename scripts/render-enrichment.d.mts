import type { Enrichers } from '../lambdas/enrich/enricher.js';

export function renderEnrichment(enrichers: Enrichers): string;
