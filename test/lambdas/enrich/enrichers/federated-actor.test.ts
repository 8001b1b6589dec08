import { federatedActor } from '../../../../lambdas/enrich/enrichers/federated-actor.js';
import { aContextOfEnrich, anUnenrichedEvent } from '../../../factories/enrich-contexts.js';

describe('federatedActor', () => {
  it.each([
    ['f:provider-1:user-1', 'user-1'],
    ['f:provider:with:colons:user-1', 'user-1'],
    ['user-1', 'user-1'],
    ['form:user-1', 'form:user-1'],
    ['x:f:user-1', 'x:f:user-1'],
  ])('makes of the actor %s %s', (id, expected) => {
    const event = anUnenrichedEvent({ actor: { id, type: 'User' } });

    federatedActor.enrich(event, aContextOfEnrich());

    expect(event).toEqual(anUnenrichedEvent({ actor: { id: expected, type: 'User' } }));
  });

  it.each([undefined, null, 'f:a:b', {}, { id: 7 }])('leaves an actor of %j alone', (actor) => {
    const event = anUnenrichedEvent({ actor });

    federatedActor.enrich(event, aContextOfEnrich());

    expect(event).toEqual(anUnenrichedEvent({ actor }));
  });
});
