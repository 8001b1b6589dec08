import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { retentionDays } from '../lib/config/check-config.js';
import { projectRoot } from '../lib/project-root.js';

const biome = join(projectRoot, 'node_modules/@biomejs/biome/bin/biome');

/**
 * What the linter says, by file, of texts that stand for files of the project: in a folder of their own, by the project's
 * own rules.
 */
function lint(texts: ReadonlyMap<string, string>, rules: object): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'sunstream-house-'));
  try {
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules));
    for (const [path, text] of texts) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const args = [biome, 'lint', '--colors=off', '--max-diagnostics=none', '.'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const said = `${stdout}\n${stderr}`.split(/\n(?=\S+ lint\/)/);
    return new Map(
      [...texts.keys()].map((path) => [path, said.filter((text) => text.startsWith(`${path}:`)).join('\n')]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ours = JSON.parse(readFileSync(join(projectRoot, 'biome.json'), 'utf8'));
const { vcs: _, $schema: __, ...rules } = ours;

/** The text of a file that imports something. */
const importing = (what: string) => `import { a } from '${what}';\n\nexport const b = a;\n`;

/** A file beside another, under the same rules, for one case alone; a handler is one by its name. */
const beside = (path: string, index: number) =>
  path.endsWith('/handler.ts') ? `lambdas/case${index}/handler.ts` : join(dirname(path), `case${index}.ts`);

function lintImports(cases: readonly (readonly [path: string, imported: string, sentence?: string])[]): string[] {
  const texts = new Map(cases.map(([path, imported], index) => [beside(path, index), importing(imported)]));
  return [...lint(texts, rules).values()];
}

/** An import that each rule is there for, and the sentence that it says. */
const broken: readonly (readonly [path: string, imported: string, sentence: string])[] = [
  ['lambdas/dedup/claim-events.ts', '../enrich/enrich-event.js', 'A function imports lambdas/shared alone'],
  ['lambdas/exhaust-write/handler.ts', '../exhaust-run/take-job.js', 'A function imports lambdas/shared alone'],
  [
    'lambdas/enrich/enrichers/stamps.ts',
    '../../index-failed/index-object.js',
    'A function imports lambdas/shared alone',
  ],
  [
    'lambdas/search-setup/content/fields/field-types.ts',
    '../../../ingest/pixel.js',
    'A function imports lambdas/shared alone',
  ],
  ['lambdas/dedup/claim-events.ts', '@aws-sdk/client-dynamodb', 'AWS clients are used in handler.ts and in aws/ alone'],
  [
    'lambdas/shared/registry/networks.ts',
    '@aws-sdk/client-dynamodb',
    'AWS clients are used in handler.ts and in aws/ alone',
  ],
  ['lambdas/shared/function/observe.ts', '@aws-sdk/client-s3', 'AWS clients are used in handler.ts and in aws/ alone'],
  ['lambdas/dedup/handler.ts', '../../lib/config/config.js', 'A Lambda imports nothing from the stack'],
  ['lambdas/shared/aws/clients.ts', '../../../cli/terminal/command.js', 'A Lambda imports nothing from the stack'],
  ['lambdas/shared/frames/frame.ts', '../../dedup/claim-key.js', 'What functions share knows none of them'],
  [
    'lambdas/shared/frames/aws/dynamo-progress.ts',
    '../../../dedup/claim-key.js',
    'What functions share knows none of them',
  ],
  ['lambdas/shared/telemetry/judge-event.ts', '../frames/frame.js', 'it imports texts alone'],
  ['lambdas/shared/text/well-formed.ts', '../telemetry/types.js', 'What knows texts imports nothing'],
  ['lib/telemetry-stack.ts', '../lambdas/shared/frames/frame.js', 'The stack names the Lambdas by folder'],
  ['lib/constructs/front/access.ts', '../../../local/start.js', 'The stack names the Lambdas by folder'],
  ['lib/config/check-config.ts', 'aws-cdk-lib', 'which must not load the CDK'],
  ['local/compose/streams.ts', '../../lib/constructs/pipeline/claims.js', 'never the constructs'],
  ['local/start.ts', '../cli/terminal/command.js', 'The runner knows no command'],
  ['local/services/kinesis/service.ts', '../../compose/streams.js', 'nothing reaches up'],
  ['local/faults/faults.ts', '../services/kinesis/service.js', 'nothing reaches up'],
  ['local/calls/gate.ts', '../faults/faults.js', 'nothing reaches up'],
  ['local/disk/cursor.ts', '../calls/gate.js', 'nothing reaches up'],
  ['cli/commands/reset.ts', '../../lib/telemetry-stack.js', 'never the constructs'],
];

describe('the linter', () => {
  it('refuses each import that a rule is there for, and says the rule', () => {
    const said = lintImports(broken);

    expect(broken.filter(([, , sentence], index) => !said[index]?.includes(sentence))).toEqual([]);
    expect(broken.map(([path]) => path).filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  it('takes what a function, an adapter and a handler may import', () => {
    const said = lintImports([
      ['lambdas/dedup/claim-events.ts', '../shared/frames/frame.js'],
      ['lambdas/dedup/claim-events.ts', './claim-key.js'],
      ['lambdas/enrich/enrichers/stamps.ts', '../enricher.js'],
      ['lambdas/enrich/enrichers/stamps.ts', '../../shared/telemetry/types.js'],
      ['lambdas/dedup/aws/dynamo-claims.ts', '@aws-sdk/client-dynamodb'],
      ['lambdas/dedup/handler.ts', '@aws-sdk/client-dynamodb'],
      ['lambdas/shared/registry/aws/items.ts', '../../aws/get-items.js'],
      ['lambdas/shared/telemetry/judge-event.ts', '../text/well-formed.js'],
      ['lib/config/config.ts', '../../lambdas/shared/text/nearest-name.js'],
      ['local/services/kinesis/service.ts', '../../calls/gate.js'],
    ]);

    expect(said.filter((text) => text.includes('noRestrictedImports'))).toEqual([]);
  });

  it('refuses a circle of imports, of types too', () => {
    const circle = new Map([
      ['lib/a.ts', "import type { B } from './b.js';\n\nexport type A = B;\n"],
      ['lib/b.ts', "import type { A } from './a.js';\n\nexport type B = A[];\n"],
    ]);

    const said = lint(circle, rules);

    expect([...said.values()].map((text) => text.includes('part of a cycle'))).toEqual([true, true]);
  });
});

describe('CONTRIBUTING.md', () => {
  const page = readFileSync(join(projectRoot, 'CONTRIBUTING.md'), 'utf8');
  const paths = [
    ...page.matchAll(/`((?:bench|bin|cli|docs|lambdas|lib|local|schemas|scripts|test|tracking-plans)\/[^`\s*]+)`/g),
  ].map(([, path = '']) => path);

  it.each([...new Set(paths)].filter((path) => !path.includes('<')))('names %s, which is there', (path) => {
    expect(existsSync(join(projectRoot, path))).toBe(true);
  });

  it.each([...new Set(paths)].filter((path) => path.includes('<')))('names %s, of which there are some', (path) => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: projectRoot, encoding: 'utf8' }).split('\n');
    const pattern = new RegExp(
      `^${path
        .split(/<[^>]*>/)
        .map(escaped)
        .join('[^/]+')}`,
    );

    expect(tracked.filter((file) => pattern.test(file))).not.toEqual([]);
  });
});

describe('the days that logs may be kept', () => {
  it('are those that the CDK knows, though the configuration is read without it', () => {
    expect(retentionDays).toEqual(Object.values(RetentionDays).filter((value) => typeof value === 'number'));
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
