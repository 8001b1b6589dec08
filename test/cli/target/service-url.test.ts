import { serviceUrl } from '../../../cli/target/service-url.js';

const host = 'https://a1b2c3.execute-api.ap-south-1.amazonaws.com';

describe('where the calls of a service begin', () => {
  it.each([host, `${host}/`, `${host}//`, `${host}/registry/v1`, `${host}/registry/v1/`])('is told by %s', (url) => {
    expect(serviceUrl(url, '/registry/v1')).toBe(`${host}/registry/v1`);
  });

  it('keeps the path of a domain of your own', () => {
    expect(serviceUrl('https://api.example.org/sunstream', '/dataset/v1')).toBe(
      'https://api.example.org/sunstream/dataset/v1',
    );
  });
});
