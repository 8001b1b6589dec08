import { enrichEvent } from '../../../lambdas/enrich/enrich-event.js';
import type { EnrichContext } from '../../../lambdas/enrich/enricher.js';
import { enrichersWith } from '../../../lambdas/enrich/enrichers.js';
import {
  countConditions,
  type PartialEvent,
  type PlanStamp,
  type PlanStep,
  type TrackingPlan,
} from '../../../lambdas/enrich/match-plans.js';
import { faultMessages } from '../../../lambdas/shared/telemetry/fault-message.js';
import { judgeEvent } from '../../../lambdas/shared/telemetry/judge-event.js';
import { redactEvent } from '../../../lambdas/shared/telemetry/redact-event.js';
import { eidRules, knownEids } from '../../../lambdas/shared/telemetry/validators.js';
import { canMeet, canonical, countVariants, variantOf } from './compare-steps.js';
import { eventWith } from './witnesses.js';

interface StepOfPlan extends PlanStep {
  readonly plan: string;
}

const context: EnrichContext = {
  header: { syncts: 0 },
  fingerprint: 'witness',
  notes: undefined,
  defaultChannel: 'witness',
  endOfToday: Number.MAX_SAFE_INTEGER,
};

/**
 * What is wrong with plans that are well formed (`scripts/read-plans.mjs`): steps that no stored event is, and steps
 * that an event could be as well as another.
 *
 * @returns a line a problem
 */
export function lintPlans(plans: readonly TrackingPlan[]): string[] {
  const steps = plans.flatMap(({ name, steps }) => steps.map((step) => ({ ...step, plan: name })));
  const repeated = namesOf(plans).filter((name, index, names) => names.indexOf(name) !== index);
  const pairs = steps.flatMap((step, index) => steps.slice(0, index).map((other) => [other, step] as const));
  return [
    ...repeated.map((name) => `tracking-plans/${name}.json: expected one plan of this name, found two`),
    ...steps.flatMap((step) => unreachable(step, plans).map((message) => `${placeOf(step)}: ${message}`)),
    ...pairs.flatMap(([a, b]) => ambiguous(a, b).map((message) => `${placeOf(b)}: ${message}`)),
  ];
}

function namesOf(plans: readonly TrackingPlan[]): string[] {
  return plans.map(({ name }) => name);
}

function unreachable({ plan, step, event }: StepOfPlan, plans: readonly TrackingPlan[]): string[] {
  if (!knownEids.includes(event.eid)) {
    return [`/event/eid: expected one of ${knownEids.join(', ')}, found ${JSON.stringify(event.eid)}`];
  }
  const renamed = renamedKeys(event);
  if (renamed.length > 0) return renamed;
  const enrichers = enrichersWith(plans);
  const faults = Array.from({ length: countVariants(event) }, (_, index) => {
    const witness = eventWith(event.eid, variantOf(event, index) as Record<string, unknown>);
    redactEvent(witness);
    const verdict = judgeEvent(witness);
    if (verdict.fault) return faultMessages(verdict.fault).map((message) => `no event is stored with this: ${message}`);
    const { plan: stamp } = enrichEvent(verdict.event, enrichers, context);
    return strayed(stamp as PlanStamp | undefined, { name: plan, step });
  });
  return [...new Set(faults.flat().filter((fault) => fault !== undefined))];
}

/** In the place of keys in another case, ingest stores those that Telemetry 3.0 names. */
function renamedKeys({ eid, edata }: PartialEvent): string[] {
  const known: ReadonlySet<string> = eidRules.get(eid)?.edataKeys ?? new Set();
  const keys = typeof edata === 'object' && edata !== null ? Object.keys(edata) : [];
  return keys
    .filter((key) => !known.has(key) && known.has(key.toLowerCase()))
    .map((key) => `/event/edata/${key}: expected ${key.toLowerCase()}, as ingest renames it, found ${key}`);
}

function strayed(found: PlanStamp | undefined, expected: PlanStamp): string | undefined {
  if (!found) return 'no event is this step: the pipeline changes what it expects before it looks for steps';
  if (found.name === expected.name && found.step === expected.step) return undefined;
  return `no event is this step with all of its values: it would be ${found.name}/${found.step}, which is more specific`;
}

function ambiguous(a: StepOfPlan, b: StepOfPlan): string[] {
  const other = `step "${a.step}" of ${a.plan}`;
  if (canonical(a.event) === canonical(b.event)) return [`/event: expects the same as ${other}`];
  const [conditions, others] = [countConditions(b.event), countConditions(a.event)];
  if (conditions !== others || !canMeet(a.event, b.event)) return [];
  return [
    `/event: an event can be this as well as ${other}, and both have ${conditions} conditions: add one to the step that is to win`,
  ];
}

function placeOf({ plan, step }: StepOfPlan): string {
  return `tracking-plans/${plan}.json: step "${step}"`;
}
