import { duckType } from '../../../../local/services/athena/duck-type.js';

it.each([
  ['string', 'VARCHAR'],
  ['bigint', 'BIGINT'],
  ['array<double>', 'DOUBLE[]'],
  ['struct<id:string,end:bigint>', 'STRUCT("id" VARCHAR, "end" BIGINT)'],
  [
    'array<struct<of:array<struct<eid:string,count:bigint>>,is:boolean>>',
    'STRUCT("of" STRUCT("eid" VARCHAR, "count" BIGINT)[], "is" BOOLEAN)[]',
  ],
])('a column of %s is one of %s', (glue, duck) => {
  expect(duckType(glue)).toBe(duck);
});

it.each(['map<string,bigint>', 'decimal(10,2)', 'array<map<string,string>>', ''])(
  'a column of %s is refused',
  (type) => {
    expect(() => duckType(type)).toThrow(/^NOT_SUPPORTED: expected a column of string, .*, found /);
  },
);
