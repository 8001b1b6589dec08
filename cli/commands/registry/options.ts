import { parseArgs } from 'node:util';
import { findKind, kindNames } from '../../../lambdas/registry/kinds.js';
import { bearerToken, defaultState, stateFolder, webAddress } from '../../terminal/command.js';

const help = `npm run registry -- import FILE.jsonl --kind KIND [options]    writes a record for each line of a file
npm run registry -- get --kind KIND --id ID [options]          prints a record

  --kind KIND     ${kindNames.join(', ')}
  --id ID         of the record to get
  --dry-run       import: only says what would be refused; needs no runner
  --from LINE     import: leaves out the lines before it, which an import that broke off has done
  --revive        import: writes people anew who were erased, and are refused without it
  --state DIR     folder of the state of the runner that is up (default .sunstream)
  --url URL       of a deployed stack in place of a runner: its output RegistryUrl, a host
  --token T       with scope registry:write, or registry:read to get; better in SUNSTREAM_TOKEN, where ps doesn't
                  show it. For a runner that is up one is made
  --help          this text

Lines that are refused are told in FILE.jsonl.refused.jsonl, by number. Importing a file again does no harm.
Exit code: 0 when all is done, 2 when lines were refused (or nothing was found), 1 when something else went wrong.
`;

export interface Options {
  readonly action: 'help' | 'import' | 'get';
  readonly help: string;
  readonly file: string;
  readonly kind: string;
  readonly id: string;
  readonly isDryRun: boolean;
  /** The first line that is imported, from 1. */
  readonly from: number;
  readonly revives: boolean;
  readonly state: string;
  readonly url: string | undefined;
  readonly token: string | undefined;
}

/** @throws Error saying which option is missing or wrong */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kind: { type: 'string', default: '' },
      id: { type: 'string', default: '' },
      'dry-run': { type: 'boolean', default: false },
      from: { type: 'string', default: '1' },
      revive: { type: 'boolean', default: false },
      state: { type: 'string', default: defaultState },
      url: { type: 'string' },
      token: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [action = '', file = '', ...more] = positionals;
  const { kind, id, url } = values;
  const options = {
    help,
    file,
    kind,
    id,
    isDryRun: values['dry-run'],
    from: Number(values.from),
    revives: values.revive,
    state: stateFolder(values.state),
    url: url === undefined ? undefined : webAddress('--url', url),
    token: bearerToken(values.token ?? (process.env.SUNSTREAM_TOKEN || undefined)),
  };
  if (values.help) return { ...options, action: 'help' };
  if (action !== 'import' && action !== 'get') throw wrong('action', 'import or get', action);
  if (!findKind(kind)) throw wrong('--kind', `one of ${kindNames.join(', ')}`, kind);
  if (!/^[1-9]\d{0,14}$/.test(values.from)) throw wrong('--from', 'the number of a line', values.from);
  if (action === 'import' && file === '') throw wrong('file', 'a path after import', file);
  if (action === 'get' && id === '') throw wrong('--id', 'the id of a record', id);
  const [stray] = action === 'get' ? [file].filter(Boolean) : more;
  if (stray !== undefined) throw wrong('arguments', 'nothing more', stray);
  return { ...options, action };
}

function wrong(what: string, expected: string, found: string): Error {
  return new Error(`${what}: expected ${expected}, found "${found}". --help lists the options.`);
}
