import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';
import { describeWith } from './describe-with.js';
import { type Finding, lintTemplate } from './lint-template.js';

const region = 'ap-south-1';

describeWith('CFN_LINT_FOLDER', 'cfn-lint', (cfnLint) => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sunstream-lint-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['dev', 'prod'])('finds no error in the template that is deployed for %s', (stage) => {
    const template = synthesizeAsTheCliDoes(stage, join(folder, stage));

    const findings = lintTemplate(cfnLint, template, region);

    print(stage, findings);
    expect(findings.filter(({ level }) => level === 'Error')).toEqual([]);
  });

  it('finds no error in a template with search', () => {
    const template = synthesizeAsTheCliDoes('dev', join(folder, 'search'), { localSearch: true });

    const findings = lintTemplate(cfnLint, template, region);

    print('dev with search', findings);
    expect(findings.filter(({ level }) => level === 'Error')).toEqual([]);
  });

  it('would tell a wrong value from a right one', () => {
    const template = join(folder, 'wrong.template.json');
    const Properties = { RetentionPeriodHours: 'a week', ShardCount: 1 };
    writeFileSync(template, JSON.stringify({ Resources: { Stream: { Type: 'AWS::Kinesis::Stream', Properties } } }));

    const findings = lintTemplate(cfnLint, template, region);

    expect(findings).toEqual([{ level: 'Error', text: expect.stringContaining('RetentionPeriodHours') }]);
  });
});

/** @returns path of the template, synthesized with the code bundled */
function synthesizeAsTheCliDoes(stage: string, outdir: string, more: object = {}): string {
  const { context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8'));
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...more }),
    SUNSTREAM_STAGE: stage,
  };
  execFileSync(process.execPath, ['dist/bin/app.js'], { cwd: projectRoot, env, stdio: 'pipe' });
  return join(outdir, `sunstream-${stage}.template.json`);
}

/** Warnings are for a person to weigh. */
function print(stage: string, findings: readonly Finding[]): void {
  process.stderr.write(findings.map(({ level, text }) => `cfn-lint, ${stage}: ${level} ${text}\n`).join(''));
}
