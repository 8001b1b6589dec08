import { entityFor } from '../../../../lambdas/shared/registry/entity-for.js';

describe('entityFor', () => {
  it('names the entity of a kind and an id', () => {
    expect(entityFor('device', 'd-1')).toBe('device#d-1');
  });

  it.each([undefined, null, 7, {}, '', 'a b', 'a#b', '-d', 'x'.repeat(129)])(
    'names none for the id %j, which no record can have',
    (id) => {
      expect(entityFor('device', id)).toBeUndefined();
    },
  );
});
