import '../fakes/lambda-environment.js';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setUpSearch } from '../../lambdas/search-setup/set-up-search.js';
import { close, listen } from '../../local/calls/json-service.js';
import { aFullDocument } from '../factories/documents.js';
import { describeWith } from './describe-with.js';
import { useOpenSearch } from './use-opensearch.js';

describeWith('OPENSEARCH_FOLDER', 'setUpSearch, on OpenSearch', (folder) => {
  const search = useOpenSearch(folder);

  it('says what it did and what this OpenSearch lacks, and does the same again', async () => {
    const first = await setUpSearch(search().ports, { keepDays: 30 });
    const again = await setUpSearch(search().ports, { keepDays: 30 });

    expect(first).toEqual([
      'ingest pipeline/sunstream-fit: put',
      'index_template telemetry: put',
      'index_template failed: put',
      'no Index State Management: indices are never removed',
      'no OpenSearch Dashboards: none was imported',
    ]);
    expect(again).toEqual(first);
  });

  it('throws where all must be there and is not', async () => {
    const done = setUpSearch(search().ports, { keepDays: 30, complete: true });

    await expect(done).rejects.toThrow(
      'expected Index State Management and Dashboards, found no Index State Management',
    );
  });

  it.each(['telemetry-2026-11-21', 'rebuilt-telemetry-2026-11-21-1', 'failed-2026-11-21'])(
    'makes %s by a template',
    async (name) => {
      await search().index(name, [{ ...aFullDocument(), reason: 'schema' }]);

      const settings: Record<string, { settings: { index: unknown } }> = await search().ask(
        'GET',
        `/${name}/_settings`,
      );
      expect(settings[name]?.settings.index).toMatchObject({
        codec: 'best_compression',
        refresh_interval: '30s',
        number_of_shards: '1',
        auto_expand_replicas: '0-1',
        mapping: { total_fields: { limit: '300' }, depth: { limit: '128' } },
      });
      const health = await search().ask('GET', `/_cluster/health/${name}?wait_for_status=green&timeout=10s`);
      expect(health.status).toBe('green');
    },
  );

  it('is what the function of the custom resource does, and tells CloudFormation of', async () => {
    jest.spyOn(console, 'info').mockImplementation();
    const answers: object[] = [];
    const cloudFormation = createServer(async (request, response) => {
      answers.push(JSON.parse(await text(request)));
      response.end();
    });
    const ResponseURL = `http://127.0.0.1:${await listen(cloudFormation)}/answer`;
    process.env.SEARCH_ENDPOINT = search().url;
    const { handler } = await import('../../lambdas/search-setup/handler.js');
    const ids = { StackId: 'stack-1', RequestId: 'request-1', LogicalResourceId: 'Setup' };

    await handler({ RequestType: 'Create', ResponseURL, ...ids, ResourceProperties: { KeepDays: '30' } });
    await handler({ RequestType: 'Update', ResponseURL, ...ids, ResourceProperties: { KeepDays: 'x' } });

    await close(cloudFormation);
    const [made, refused] = answers;
    expect(made).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'search-setup', ...ids });
    expect(refused).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'search-setup', ...ids });
    expect(await search().ask('GET', '/_index_template/telemetry')).toBeDefined();
  });
});
