import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findTagFault } from '../../../lambdas/shared/exhaust/tag.js';
import { bearerToken, defaultState, stateFolder, webAddress } from '../../terminal/command.js';
import { readConfig } from './read-config.js';

export type Action = 'submit' | 'status' | 'list' | 'download' | 'run';

/** What a person asked for. */
export interface Options {
  readonly action: Action;
  readonly channel: string;
  readonly tag: string;
  readonly requestId: string | undefined;
  readonly limit: string | undefined;
  /** Body of a submit. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly wait: boolean;
  /** Folder for files; absent where none was named. */
  readonly out: string | undefined;
  readonly force: boolean;
  readonly state: string;
  /** Without a slash at the end. */
  readonly url: string | undefined;
  readonly token: string | undefined;
}

const everywhere = ['channel', 'state', 'url', 'token', 'help'];
const named = ['tag', 'request-id'];
const config = ['config', 'conversation', 'from', 'to'];
const rest = ['requested-by', 'password', 'format', 'wait', 'out', 'force'];

/** Action → options that it must have, and those that it may have besides. */
const actions: Readonly<Record<Action, { readonly must: readonly string[]; readonly may: readonly string[] }>> = {
  submit: { must: ['channel', 'tag', 'dataset'], may: [...config, ...rest] },
  status: { must: ['channel', ...named], may: [] },
  list: { must: ['channel', 'tag'], may: ['limit'] },
  download: { must: ['channel', ...named], may: ['out', 'force'] },
  run: { must: ['channel'], may: ['request-id'] },
};

/**
 * Reads the options of a command.
 *
 * @returns `undefined` when the help was asked for
 * @throws Error in one line, saying which option is missing or wrong
 */
export function readOptions(
  args: readonly string[],
  { SUNSTREAM_TOKEN, EXHAUST_PASSWORD }: NodeJS.ProcessEnv = process.env,
): Options | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [name = '', stray] = positionals;
  if (!isAction(name)) throw wrong('action', [...Object.keys(actions), 'run-all'].join(', '), name);
  if (stray !== undefined) throw wrong('arguments', 'nothing more', stray);
  const { must, may } = actions[name];
  const beyond = Object.keys(values).find((option) => ![...must, ...may, ...everywhere].includes(option));
  if (beyond !== undefined) throw new Error(`--${beyond}: ${name} has no such option. --help lists the options.`);
  const missing = must.find((option) => !values[option as keyof typeof values]);
  if (missing !== undefined) throw wrong(`--${missing}`, `a value, which ${name} needs`, '');
  const { channel = '', tag = '', dataset, out } = values;
  const tagFault = must.includes('tag') ? findTagFault(tag) : undefined;
  if (tagFault !== undefined) throw new Error(`--${tagFault}`);
  const encryptionKey = values.password ?? (EXHAUST_PASSWORD || undefined);
  return {
    action: name,
    channel,
    tag,
    requestId: values['request-id'],
    limit: values.limit,
    request: {
      tag,
      dataset,
      datasetConfig: name === 'submit' ? readConfig(values) : undefined,
      requestedBy: values['requested-by'],
      encryptionKey,
      outputFormat: values.format,
    },
    wait: values.wait === true,
    out: out === undefined ? undefined : resolve(out),
    force: values.force === true,
    state: stateFolder(values.state ?? defaultState),
    url: values.url === undefined ? undefined : webAddress('--url', values.url),
    token: bearerToken(values.token ?? (SUNSTREAM_TOKEN || undefined)),
  };
}

function parse(args: readonly string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      channel: text,
      tag: text,
      dataset: text,
      config: text,
      conversation: text,
      from: text,
      to: text,
      'requested-by': text,
      password: text,
      format: text,
      'request-id': text,
      limit: text,
      out: text,
      state: text,
      url: text,
      token: text,
      wait: flag,
      force: flag,
      help: flag,
    },
  });
}

const isAction = (name: string): name is Action => Object.hasOwn(actions, name);

function wrong(what: string, expected: string, found: string): Error {
  return new Error(`${what}: expected ${expected}, found "${found}". --help lists the options.`);
}
