import { requiredTypes } from '../../scripts/required-types.mjs';

const parts = [
  { $id: 'parts/id.json', type: 'string' },
  {
    $id: 'parts/place.json',
    type: 'object',
    required: ['state'],
    properties: { state: { type: ['string', 'integer'] } },
  },
];

describe('requiredTypes', () => {
  it('names what is expected at each required place, through references and lists', () => {
    const schema = {
      allOf: [{ required: ['id'], properties: { id: { $ref: 'parts/id.json' } } }],
      required: ['ver', 'kind'],
      properties: {
        ver: { enum: ['1', '2'] },
        kind: { const: 'a' },
        other: { type: 'number' },
        places: { type: 'array', items: { $ref: 'place.json' } },
      },
    };

    expect(requiredTypes(schema, parts)).toEqual({
      '/id': 'string',
      '/ver': 'one of ["1","2"]',
      '/kind': '"a"',
      '/places/*/state': 'string or integer',
    });
  });

  it('refuses a required key of which nothing is said, and a reference to nothing', () => {
    expect(() => requiredTypes({ required: ['a'] }, parts)).toThrow('say in its schema what is expected');
    expect(() => requiredTypes({ properties: { a: { $ref: 'parts/b.json' } } }, parts)).toThrow('parts/b.json');
  });
});
