import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../lib/project-root.js';

/** A fenced block of a page. */
export interface Fence {
  /** From the project's root. */
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly text: string;
}

/** README.md, CONTRIBUTING.md and every page of docs/. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(projectRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
];

/** The blocks of a page that are fenced as a language, in order. */
export function fencesOf(page: string, language: string): Fence[] {
  const fences: Fence[] = [];
  let open: { line: number; isWanted: boolean; lines: string[] } | undefined;
  for (const [index, line] of readFileSync(join(projectRoot, page), 'utf8').split('\n').entries()) {
    const [, info] = /^```(\S*)/.exec(line) ?? [];
    if (info === undefined) open?.lines.push(line);
    else if (open) {
      if (open.isWanted) fences.push({ page, line: open.line, text: open.lines.join('\n') });
      open = undefined;
    } else open = { line: index + 1, isWanted: info === language, lines: [] };
  }
  return fences;
}
