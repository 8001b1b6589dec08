// Prints the template of the configuration on the standard input: what a test, which can't wait for a promise where it is
// described, asks of serve.mjs.
import { text } from 'node:stream/consumers';

const answer = await fetch(process.env.SUNSTREAM_TEMPLATE_SERVER, { method: 'POST', body: await text(process.stdin) });
const said = await answer.text();
if (!answer.ok) throw new Error(said);
process.stdout.write(said);
