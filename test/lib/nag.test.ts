import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Acknowledgment, type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { readConfig } from '../../lib/config/config.js';
import { smallSearch } from '../../lib/config/stages/small-search.js';
import type { SunstreamConfig } from '../../lib/config/types.js';
import { anApp, aStack } from './an-app.js';

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly Violation[] }[];
}

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

const open = { ingest: 'none', issuers: [] } as const;
const stacks: [string, SunstreamConfig][] = [
  ['dev', readConfig('dev')],
  ['dev with search and without tokens', { ...readConfig('dev'), auth: open, search: smallSearch }],
  [
    'prod with search in two zones',
    { ...prodFor(['https://portal.example']), search: { ...smallSearch, instances: 2 } },
  ],
];

function prodFor(allowOrigins: readonly string[]): SunstreamConfig {
  const prod = readConfig('prod');
  const exhaust = { ...prod.exhaust, tellEmails: ['analyst@portal.example'], tellPhones: ['+919800000000'] };
  return {
    ...prod,
    exhaust,
    api: { ...prod.api, allowOrigins },
    alarms: { ...prod.alarms, emails: ['operator@portal.example'] },
  };
}

describe.each(stacks)('the rules of AWS Solutions, Serverless and CloudFormation, for %s', (_, config) => {
  afterEach(() => jest.restoreAllMocks());

  it('find nothing that is not acknowledged, not even to warn of', () => {
    const violations = synthesizedViolations(config);

    expect(violations.flatMap(describeViolation)).toEqual([]);
  });

  it('are acknowledged only where they find something, and with a reason', () => {
    const acknowledged = recordAcknowledgments();

    const found = synthesizedViolations(config).map(({ ruleName }) => ruleName);

    const idle = acknowledged.filter(({ id }) => !found.includes(id.replace('CloudFormation-Validate::', '')));
    expect(idle).toEqual([]);
    for (const { id, reason } of acknowledged) expect([id, reason]).toEqual([id, expect.stringMatching(/\S+ \S+ \S+/)]);
  });
});

describe('pages of every origin', () => {
  it('are warned of where data is kept, and not where things are tried out', () => {
    expect(warningsOf(prodFor(['*']))).toEqual([
      expect.stringMatching(/^api\.allowOrigins is "\*": .* lib\/config\/stages\/prod\.ts/),
    ]);
    expect(warningsOf(prodFor(['https://portal.example']))).toEqual([]);
    expect(warningsOf(readConfig('dev'))).toEqual([]);
  });
});

describe('alarms that nobody is told of', () => {
  it('are warned of where data is kept, and not where things are tried out', () => {
    const told = prodFor(['https://portal.example']);
    const silent = { ...told, alarms: { ...told.alarms, emails: [] } };

    expect(warningsOf(silent)).toEqual([
      expect.stringMatching(/^alarms\.emails is empty: .* lib\/config\/stages\/prod\.ts/),
    ]);
    expect(warningsOf(readConfig('dev'))).toEqual([]);
  });
});

/** What the stack's own parts warn of when they are made. */
function warningsOf(config: SunstreamConfig): unknown[] {
  const { app, discard } = anApp();
  try {
    const parts = aStack(app, config).node.findAll();
    const said = parts.flatMap(({ node }) => node.metadata).filter(({ type }) => type === 'aws:cdk:warning');
    return said.map(({ data }) => data).filter((text) => String(text).includes('[ack: sunstream:'));
  } finally {
    discard();
  }
}

/** Takes the acknowledgments down in place of giving them, so that every rule speaks up. */
function recordAcknowledgments(): Acknowledgment[] {
  const acknowledged: Acknowledgment[] = [];
  jest.spyOn(Validations.prototype, 'acknowledge').mockImplementation((...rules) => {
    acknowledged.push(...rules);
  });
  return acknowledged;
}

function synthesizedViolations(config: SunstreamConfig): Violation[] {
  // The report comes on the console too.
  for (const method of ['log', 'error', 'warn'] as const) jest.spyOn(console, method).mockImplementation();
  const { app, discard } = anApp();
  try {
    aStack(app, config);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    const report = join(app.outdir, 'validation-report.json');
    trySynth(app, report);
    const { pluginReports }: Report = JSON.parse(readFileSync(report, 'utf8'));
    return pluginReports.flatMap(({ violations }) => violations);
  } finally {
    discard();
  }
}

/** Synthesis fails when a rule does, with the report at hand. */
function trySynth(app: App, report: string): void {
  try {
    app.synth();
  } catch (error) {
    if (!existsSync(report)) throw error;
  }
}

function describeViolation({ ruleName, severity, violatingConstructs }: Violation): string[] {
  return violatingConstructs.map(({ constructPath }) => `${severity} ${ruleName} at ${constructPath}`);
}
