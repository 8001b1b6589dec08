import {
  describeError as describeBy,
  type RequiredTypes,
  type SchemaError,
} from '../../../../lambdas/shared/telemetry/describe-error.js';

const describeError = (event: unknown, error: SchemaError | undefined, types: RequiredTypes = {}) =>
  describeBy(event, error, types);

function anError(overrides: Partial<SchemaError> = {}): SchemaError {
  return { instancePath: '/edata/type', schemaPath: '#', keyword: 'type', params: { type: 'string' }, ...overrides };
}

describe('describeError', () => {
  it('calls a fault below edata one of the schema, with its pointer and what was found', () => {
    const fault = describeError({ edata: { type: 7 } }, anError());

    expect(fault).toEqual({ reason: 'schema', pointer: '/edata/type', expected: 'string', found: 'number' });
  });

  it('calls a fault of edata itself one of the envelope', () => {
    const fault = describeError({ edata: [] }, anError({ instancePath: '/edata', params: { type: 'object' } }));

    expect(fault).toEqual({ reason: 'envelope', pointer: '/edata', expected: 'object', found: 'array' });
  });

  it('names the key that is missing, not the object that misses it', () => {
    const error = anError({ instancePath: '/edata', keyword: 'required', params: { missingProperty: 'pageid' } });

    const fault = describeError({ edata: {} }, error, { '/edata/pageid': 'string' });

    expect(fault).toEqual({ reason: 'schema', pointer: '/edata/pageid', expected: 'string', found: 'nothing' });
  });

  it('says what is expected of a missing key in whatever element of a list', () => {
    const error = anError({
      instancePath: '/edata/visits/12',
      keyword: 'required',
      params: { missingProperty: 'objid' },
    });

    const fault = describeError({}, error, { '/edata/visits/*/objid': 'string' });

    expect(fault).toMatchObject({ pointer: '/edata/visits/12/objid', expected: 'string', found: 'nothing' });
  });

  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'tells a number that no double holds from others: %d',
    (type) => {
      const found = 'a number beyond ±1.8e308, more than a double holds';
      const by = (overrides: Partial<SchemaError>) => describeError({ edata: { type } }, anError(overrides));

      expect(by({ params: { type: 'number' } })).toMatchObject({ expected: 'number', found });
      expect(by({ params: { type: 'string' } })).toMatchObject({ expected: 'string', found });
      expect(by({ keyword: 'enum', params: { allowedValues: ['3.0'] } })).toMatchObject({ found });
      expect(by({ keyword: 'minimum', params: { limit: 0 } })).toMatchObject({ found });
      expect(describeError({ edata: { type: [type] } }, anError({ keyword: 'const', params: {} })).found).toContain(
        'a number beyond',
      );
    },
  );

  it('names a key that is not allowed, escaped and cut where it is endless', () => {
    const error = (additionalProperty: string) =>
      anError({ instancePath: '/edata', keyword: 'additionalProperties', params: { additionalProperty } });

    const fault = describeError({ edata: { 'a/b': null } }, error('a/b'));
    const endless = describeError({ edata: {} }, error('x'.repeat(9_000)));

    expect(fault).toEqual({ reason: 'schema', pointer: '/edata/a~1b', expected: 'no such key', found: 'null' });
    expect(endless.pointer.length).toBeLessThan(300);
  });

  it('follows a pointer with escaped keys', () => {
    const error = anError({ instancePath: '/edata/a~1b~0c', keyword: 'minimum', params: { limit: 1 } });

    const fault = describeError({ edata: { 'a/b~c': 0 } }, error);

    expect(fault).toMatchObject({ pointer: '/edata/a~1b~0c', expected: 'at least 1', found: '0' });
  });

  it('shortens what it quotes', () => {
    const error = anError({ keyword: 'const', params: { allowedValue: 'a' } });

    const { expected, found } = describeError({ edata: { type: 'b'.repeat(1_000) } }, error);

    expect(expected).toBe('"a"');
    expect(found).toMatch(/^"b+…$/);
    expect(found.length).toBeLessThan(80);
  });

  it('shows the pattern that a text is not like', () => {
    const error = anError({ keyword: 'pattern', params: { pattern: '^a' } });

    expect(describeError({ edata: { type: 'b' } }, error)).toMatchObject({ expected: 'a text like ^a', found: '"b"' });
  });

  it('says in the words of the validator what it has no words for', () => {
    const fault = describeError({}, anError({ keyword: 'format', message: 'must match format "date"' }));

    expect(fault).toMatchObject({ expected: 'must match format "date"', found: 'something else' });
  });

  it('does not let a validator refuse without a reason', () => {
    expect(() => describeError({}, undefined)).toThrow('rebuild the validators');
  });
});
