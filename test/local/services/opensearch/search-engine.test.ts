import {
  connectSearch,
  readSearchPlace,
  withoutPassword,
} from '../../../../local/services/opensearch/search-engine.js';
import { fakeSearchEngine } from '../../../fakes/fake-search-engine.js';
import { useClosing } from '../../../support/closing.js';

const closing = useClosing();

describe('the OpenSearch of this machine', () => {
  it('is off where no URL is set', () => {
    expect(readSearchPlace({})).toBeUndefined();
    expect(readSearchPlace({ OPENSEARCH_URL: '' })).toBeUndefined();
  });

  it('is where the URL says, with its certificate checked unless told otherwise', () => {
    const url = 'https://admin:secret@localhost:9200';

    expect(readSearchPlace({ OPENSEARCH_URL: `${url}/` })).toEqual({ url, verifyTls: true });
    expect(readSearchPlace({ OPENSEARCH_URL: url, OPENSEARCH_TLS: 'unverified' })).toEqual({ url, verifyTls: false });
  });

  it.each([
    [{ OPENSEARCH_URL: 'localhost:9200' }, 'OPENSEARCH_URL: expected a URL such as'],
    [{ OPENSEARCH_URL: 'ftp://localhost' }, 'OPENSEARCH_URL: expected a URL such as'],
    [{ OPENSEARCH_URL: 'http://localhost', OPENSEARCH_TLS: 'no' }, 'OPENSEARCH_TLS: expected verified or unverified'],
  ])('is not guessed from %j', (env, message) => {
    expect(() => readSearchPlace(env)).toThrow(message);
  });

  it('is shown without its password', () => {
    expect(withoutPassword('https://admin:s%40cret@localhost:9200')).toBe('https://localhost:9200');
  });

  it('is given the user and the password of the URL', async () => {
    const engine = await fakeSearchEngine();
    closing(engine.close);
    const url = engine.url.replace('//', '//admin:p%40ss@');

    const { bulk } = await connectSearch({ url, verifyTls: true });
    await bulk(Buffer.from('{"index":{"_index":"i","_id":"1"}}\n{}\n'));

    expect(engine.authorizations).toEqual([`Basic ${Buffer.from('admin:p@ss').toString('base64')}`]);
  });

  it('must be there when the runner starts, and the error says what to do, without the password', async () => {
    const engine = await fakeSearchEngine();
    await engine.close();

    const connecting = connectSearch({ url: engine.url.replace('//', '//admin:secret@'), verifyTls: true });

    await expect(connecting).rejects.toThrow(`OPENSEARCH_URL: expected an OpenSearch at ${engine.url}, found`);
    await expect(connecting).rejects.not.toThrow('secret');
  });
});
