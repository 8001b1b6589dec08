import { retentionPolicy } from '../../../lambdas/search-setup/content/retention-policy.js';
import { keepRetention } from '../../../lambdas/search-setup/keep-retention.js';
import { fakeSearch } from '../../fakes/fake-search.js';

const path = '/_plugins/_ism/policies/sunstream-retention';

describe('the retention', () => {
  it('is created, and given to the indices that are there already', async () => {
    const search = fakeSearch();

    const told = await keepRetention(search, 30);

    expect(told).toEqual([
      'policy sunstream-retention: created, 30 days',
      'policy sunstream-retention: 2 indices told',
    ]);
    expect(search.policies.get('sunstream-retention')?.policy).toMatchObject(retentionPolicy(30));
  });

  it('is changed where the days are others, and the indices are told, since they go by the former one', async () => {
    const search = fakeSearch();
    await keepRetention(search, 30);

    const told = await keepRetention(search, 7);

    expect(told?.[0]).toBe('policy sunstream-retention: changed to 7 days');
    expect(search.effects.slice(-2)).toEqual([
      `PUT ${path}`,
      'POST /_plugins/_ism/change_policy/telemetry-*,rebuilt-telemetry-*,failed-*,rebuilt-failed-*',
    ]);
    expect(search.requests.at(-2)?.query).toEqual({ if_seq_no: '0', if_primary_term: '1' });
    expect(search.policies.get('sunstream-retention')?.policy).toMatchObject(retentionPolicy(7));
  });

  it('names the indices that keep another policy', async () => {
    const search = fakeSearch({ foreign: { 'telemetry-2026-11-21': 'This index already has a policy' } });

    expect(await keepRetention(search, 30)).toContain('telemetry-2026-11-21: This index already has a policy');
  });

  it('is refused when somebody else changed it at the same time', async () => {
    const search = fakeSearch();
    await keepRetention(search, 30);
    const changed = { status: 409, body: { error: 'version conflict' } };
    const raced = fakeSearch({ answers: { [`PUT ${path}`]: changed } });
    raced.policies.set('sunstream-retention', { seqNo: 3, policy: {} });

    await expect(keepRetention(raced, 7)).rejects.toThrow('found 409');
  });

  it('is nothing where OpenSearch has no Index State Management', async () => {
    const unknown = { status: 400, body: { error: `no handler found for uri [${path}] and method [GET]` } };

    expect(await keepRetention(fakeSearch({ answers: { [`GET ${path}`]: unknown } }), 30)).toBeUndefined();
  });

  it('does not take a server that is broken for one without a policy', async () => {
    const search = fakeSearch({ answers: { [`GET ${path}`]: { status: 503, body: 'red' } } });

    await expect(keepRetention(search, 30)).rejects.toThrow('found 503 red');
    expect(search.effects).toEqual([`GET ${path}`]);
  });
});

describe('the policy', () => {
  it('removes what is older than the days, and is attached to all indices of ours by name', () => {
    const { default_state, states, ism_template } = retentionPolicy(30);

    const byName = new Map(states.map((state) => [state.name, state]));
    const first = byName.get(default_state);
    expect(first?.transitions).toEqual([{ state_name: 'removed', conditions: { min_index_age: '30d' } }]);
    expect(byName.get('removed')).toMatchObject({ actions: [{ delete: {} }], transitions: [] });
    expect(ism_template[0]?.index_patterns).toEqual(
      expect.arrayContaining(['telemetry-*', 'rebuilt-telemetry-*', 'failed-*']),
    );
  });
});
