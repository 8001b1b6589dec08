import { createHash } from 'node:crypto';
import { machineArn, states, useStateMachines } from '../../../../support/state-machines.js';

const { open } = useStateMachines();
const pass = (Output: unknown) => states({ A: { Type: 'Pass', Output, End: true } });
const uuid = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);

describe('an expression', () => {
  it.each([
    ['{% $states.input.a %}', 1],
    [' {% $states.input.a %}', ' {% $states.input.a %}'],
    ['{% $states.input.list[$ > 1] %}', [2, 3]],
    ['{% $states.input.list[$ > 2] %}', 3],
    [{ deep: ['{% $states.input.a %}', { er: '{% $states.input.none %}' }] }, { deep: [1, { er: null }] }],
    ['{% $partition([1, 2, 3, 4, 5], 2) %}', [[1, 2], [3, 4], [5]]],
    ['{% $range(1, 7, 3) %}', [1, 4, 7]],
    ['{% $range(3, 1, -1) %}', [3, 2, 1]],
    ['{% $range(1, 0, 1) %}', []],
    ["{% $hash('x', 'SHA-256') %}", createHash('sha256').update('x').digest('hex')],
    ["{% $hash('x', 'MD5') %}", createHash('md5').update('x').digest('hex')],
    ['{% $random(7) = $random(7) %}', true],
    ['{% $random() < 1 %}', true],
    ['{% $uuid() %}', uuid],
    [`{% $parse('{"a": [1]}').a %}`, [1]],
    ['{% $states.context.Execution.Input.a %}', 1],
    ['{% $states.context.Execution.StartTime %}', '2026-11-20T00:00:00.000Z'],
    ['{% $states.context.State.Name %}', 'A'],
    ['{% $states.context.State.RetryCount %}', 0],
    ['{% $states.context.StateMachine %}', { Id: machineArn, Name: 'machine' }],
  ])('%j gives %j', async (expression, output) => {
    const { run } = await open({ definition: pass(expression) });

    const ended = await run({ a: 1, list: [1, 2, 3], none: null });

    expect(ended).toEqual({ status: 'SUCCEEDED', output });
  });

  it.each([
    [
      '$states.input.nothing',
      /state "A", Output\/here: the JSONata expression ' \$states.input.nothing ' returned nothing/,
    ],
    ['$undeclared', /returned nothing \(undefined\)/],
    ['$sum', /returned a function/],
    ['{ "f": $uuid }', /returned a function/],
    ['[function() { 1 }]', /returned a function/],
    ['a', /returned nothing \(undefined\)/],
    ["1 + 'x'", /failed: The right side of the "\+" operator must evaluate to a number/],
    ["$eval('1')", /\$eval is not part of Step Functions/],
    ["$hash('x', 'CRC')", /\$hash: expected one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, found CRC/],
    ['$partition([1], 0)', /\$partition: expected a positive integer/],
    ['$range(1, 2, 0)', /\$range: expected a step other than 0/],
    ["$parse('{')", /failed: /],
    ['($f := function($n) { $f($n + 1) + 1 }; $f(0))', /failed: /],
  ])('%s fails the execution', async (expression, cause) => {
    const { run } = await open({ definition: pass({ here: `{% ${expression} %}` }) });

    const ended = await run({});

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(ended.cause).toMatch(cause);
  });
});
