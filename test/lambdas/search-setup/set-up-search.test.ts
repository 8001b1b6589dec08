import { setUpSearch } from '../../../lambdas/search-setup/set-up-search.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { fakeSearch } from '../../fakes/fake-search.js';

const templates = [
  'PUT /_ingest/pipeline/sunstream-fit',
  'PUT /_index_template/telemetry',
  'PUT /_index_template/failed',
];
const policy = '/_plugins/_ism/policies/sunstream-retention';
const indices = 'telemetry-*,rebuilt-telemetry-*,failed-*,rebuilt-failed-*';
const dashboards = 'POST /_dashboards/api/saved_objects/_import';

describe('setUpSearch', () => {
  it('puts the pipeline before the template that names it, then retention and dashboards', async () => {
    const search = fakeSearch();

    await setUpSearch(search, { keepDays: 30, complete: true });

    expect(search.effects).toEqual([
      ...templates,
      `GET ${policy}`,
      `PUT ${policy}`,
      `POST /_plugins/_ism/add/${indices}`,
      dashboards,
    ]);
  });

  it('touches no policy and no index when it is done again', async () => {
    const search = fakeSearch();
    await setUpSearch(search, { keepDays: 30 });
    const before = search.effects.length;

    await setUpSearch(search, { keepDays: 30 });

    expect(search.effects.slice(before)).toEqual([...templates, `GET ${policy}`, dashboards]);
  });

  it('stops at what OpenSearch refuses, and says what that was', async () => {
    const refused = { status: 400, body: { error: 'unknown setting [index.codex]' } };
    const search = fakeSearch({ answers: { 'PUT /_index_template/telemetry': refused } });

    const done = setUpSearch(search, { keepDays: 30 });

    await expect(done).rejects.toThrow(DependencyError);
    await expect(done).rejects.toThrow(
      'expected 200 for PUT /_index_template/telemetry, found 400 {"error":"unknown setting [index.codex]"}',
    );
    expect(search.effects).toEqual(templates.slice(0, 2));
  });
});
