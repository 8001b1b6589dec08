import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../lib/project-root.js';
import { explainError } from './explain-error.js';

/** Where the runner keeps its state unless it is told otherwise. */
export const defaultState = resolve(projectRoot, '.sunstream');

/** The folder that an option `--state` names. @throws Error for a blank text, which would be the folder one is in */
export function stateFolder(text: string): string {
  if (text.trim() === '') throw new Error(`--state: expected a folder, found "${text}". --help lists the options.`);
  return resolve(text);
}

/** The address of an API that an option names, without slashes at the end. @throws Error for what is no web address */
export function webAddress(option: string, text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/(?<!\/)\/+$/, '');
  throw new Error(`${option}: expected a URL that begins with https://, found "${text}". --help lists the options.`);
}

/** A token as a header can carry it. @throws Error for text that no token has, such as what stands for one in the docs */
export function bearerToken(text: string | undefined): string | undefined {
  if (text === undefined || /^[\x21-\x7e]+$/.test(text)) return text;
  throw new Error(
    `--token, or SUNSTREAM_TOKEN: expected a token, found "${text.slice(0, 20)}". docs/access.md says how to make one.`,
  );
}

/** The state folder that a command with no other option is given; `undefined` when it was asked for its help instead. */
export function readStateOption(help: string): string | undefined {
  const { values } = parseArgs({
    options: { state: { type: 'string', default: defaultState }, help: { type: 'boolean', default: false } },
  });
  if (!values.help) return stateFolder(values.state);
  process.stdout.write(help);
  return undefined;
}

/** What is told of options that a command doesn't know; `undefined` for any other error. */
export function usageError(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!code?.startsWith('ERR_PARSE_ARGS')) return undefined;
  // Node goes on about a positional argument that begins with "-", which no command of ours takes.
  const told = message.replaceAll('\n', ' ').replace(/(?<=\.) To specify a positional argument .*$/, '');
  return `${told.replace(/\.?$/, '.')} --help lists the options.`;
}

/**
 * Runs a command of this project: its exit code is the process's, and an error is one line (its stack with DEBUG=1) and
 * the exit code for errors.
 */
export function runCommand(main: () => Promise<number>, errorCode = 1): void {
  // The SDK says at every client that Node 20 is old, which it is; functions run on Node 24.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  main().then(
    (code) => process.exit(code),
    (error: Error) => {
      console.error(process.env.DEBUG ? error.stack : (usageError(error) ?? explainError(error)));
      process.exit(errorCode);
    },
  );
}
