import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What cfn-lint says about a template. */
export interface Finding {
  readonly level: 'Error' | 'Warning' | 'Informational';
  readonly text: string;
}

interface Match {
  readonly Level: Finding['level'];
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** Of the library's making: dependencies that a reference implies already, and a mapping that nothing uses. */
const accepted = ['W3005', 'W7001'];

/** @throws Error when cfn-lint itself fails */
export function lintTemplate(folder: string, template: string, region: string): Finding[] {
  const args = ['--format', 'json', '--regions', region, '--ignore-checks', ...accepted, '--template', template];
  const { stdout, stderr, error } = spawnSync(join(folder, 'bin/cfn-lint'), args, { encoding: 'utf8' });
  if (error) throw error;
  if (!stdout.startsWith('[')) throw new Error(`cfn-lint: expected a list of findings, found ${stdout}${stderr}`);
  const matches: Match[] = JSON.parse(stdout);
  return matches.map(({ Level, Message, Rule, Location }) => ({
    level: Level,
    text: `${Rule.Id} ${Message} (${Location.Path?.join('/') ?? 'whole template'})`,
  }));
}
