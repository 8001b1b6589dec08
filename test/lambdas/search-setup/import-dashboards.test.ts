import { savedObjects } from '../../../lambdas/search-setup/content/dashboards/boards.js';
import { importDashboards } from '../../../lambdas/search-setup/import-dashboards.js';
import { fakeSearch } from '../../fakes/fake-search.js';

const path = '/_dashboards/api/saved_objects/_import';

describe('importDashboards', () => {
  it('sends the objects as the file of a form, over those that are there', async () => {
    const search = fakeSearch();

    await importDashboards(search);

    const { query, headers = {}, body } = search.requests[0] ?? {};
    expect(query).toEqual({ overwrite: 'true' });
    expect(headers['osd-xsrf']).toBe('true');
    const form = await new Response(String(body), {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file') as File;
    expect(file.name).toMatch(/\.ndjson$/);
    const lines = (await file.text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(savedObjects);
  });

  it('fails when an object was not taken, and says which', async () => {
    const body = { success: false, successCount: 1, errors: [{ id: 'sunstream-traffic', error: { type: 'unknown' } }] };
    const search = fakeSearch({ answers: { [`POST ${path}`]: { status: 200, body } } });

    await expect(importDashboards(search)).rejects.toThrow('sunstream-traffic');
  });

  it('is nothing where there is no Dashboards', async () => {
    const unknown = { status: 400, body: { error: `no handler found for uri [${path}] and method [POST]` } };

    expect(await importDashboards(fakeSearch({ answers: { [`POST ${path}`]: unknown } }))).toBeUndefined();
  });
});
