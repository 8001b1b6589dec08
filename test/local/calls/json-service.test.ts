import { createServer } from 'node:http';
import { close, listen } from '../../../local/calls/json-service.js';
import { useClosing } from '../../support/closing.js';

const closing = useClosing();

async function listening(port?: number): Promise<number> {
  const server = createServer((_, response) => response.end('here'));
  closing(() => close(server));
  return listen(server, port);
}

describe('listening', () => {
  it('takes a free port where none is asked for, on loopback', async () => {
    const port = await listening();

    const answer = await fetch(`http://127.0.0.1:${port}`);

    expect(await answer.text()).toBe('here');
  });

  it('on a port that is taken names it, and the way out', async () => {
    const port = await listening();

    const second = listening(port);

    await expect(second).rejects.toThrow(
      `port ${port}: taken by another program. Choose another with --port, or 0 for a free one.`,
    );
  });

  it('ends when it is closed, though clients keep their connections', async () => {
    const server = createServer((_, response) => response.end('here'));
    const port = await listen(server);
    await fetch(`http://127.0.0.1:${port}`).then((answer) => answer.text());

    await close(server);

    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });
});
