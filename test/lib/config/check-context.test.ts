import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkContext, flagOf } from '../../../lib/config/check-context.js';
import { projectRoot } from '../../../lib/project-root.js';

const { context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8'));
const check = (found: object) => () => checkContext({ ...context, ...found }, Object.keys(context));

describe('the context', () => {
  it('may name the stage and what the runner says, beside the flags of cdk.json', () => {
    expect(check({ stage: 'prod', localSearch: true })).not.toThrow();
  });

  it.each([
    ['a feature flag that cdk.json has not', '@aws-cdk/aws-new:flag'],
    ['a flag of another package of the CDK', '@aws-cdk-containers/ecs-service-extensions:other'],
    ['what the command line of the CDK adds', 'aws:cdk:enable-path-metadata'],
    ['an old flag of the CDK', 'aws-cdk:enableDiffNoFail'],
    ['what the CDK looked up', 'availability-zones:account=111122223333:region=ap-south-1'],
    ['notices that were acknowledged', 'acknowledged-issue-numbers'],
    ['the CDK’s own telemetry, switched off', 'cli-telemetry'],
  ])('may hold %s', (_, key) => {
    expect(check({ [key]: true })).not.toThrow();
  });

  it.each([
    ['stge', ' Did you mean -c stage=prod?'],
    ['Stage', ' Did you mean -c stage=prod?'],
    ['sateg', ' Did you mean -c stage=prod?'],
    ['environment', ''],
    ['stage:name', ''],
    ['constructor', ''],
  ])('may not hold %j, and names what was meant where that is near', (key, suggestion) => {
    const expected = `context ${key}: expected stage or localSearch, found "${key}".${suggestion}\nNothing was synthesized.`;

    expect(check({ [key]: 'prod' })).toThrow(expected);
  });

  it('names every key that nobody reads at once, and where to mend it', () => {
    expect(check({ stge: 'prod', region: 'x' })).toThrow(
      /^context stge: .*\ncontext region: .*\nNothing was synthesized\. Mend it where it is set: -c, cdk\.json, .*$/,
    );
  });

  it.each(['yes', '1', 0, null])('may not say %j for localSearch', (value) => {
    expect(check({ localSearch: value })).toThrow(
      `context localSearch: expected true or false, found ${JSON.stringify(value)}.`,
    );
  });

  it.each([
    [true, true],
    ['true', true],
    ['false', false],
    [false, false],
    [undefined, false],
  ])('means by a flag %j what it says: %j', (value, expected) => {
    expect(flagOf(value)).toBe(expected);
  });
});
