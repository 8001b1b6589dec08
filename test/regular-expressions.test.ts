import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { analyse } from 'scslre';

const root = join(import.meta.dirname, '..');
const folders = ['bench', 'bin', 'cli', 'lambdas', 'lib', 'local', 'scripts'];

const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => join(folder, file)),
);

interface Literal {
  readonly source: string;
  readonly flags: string;
}

const found = files.flatMap((file) => literalsOf(file).map((literal) => ({ file, ...literal })));

function literalsOf(file: string): Literal[] {
  const literals: Literal[] = [];
  const text = readFileSync(join(root, file), 'utf8');
  visit(parseSync(text, { syntax: 'typescript', target: 'es2022' }), (node) => {
    if (node.type === 'RegExpLiteral') literals.push({ source: String(node.pattern), flags: String(node.flags) });
  });
  return literals;
}

type Node = Readonly<Record<string, unknown>>;

function visit(value: unknown, onNode: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) onNode(value as Node);
  for (const inner of Object.values(value)) visit(inner, onNode);
}

describe('a regular expression of the code', () => {
  it('is found', () => {
    expect(found.length).toBeGreaterThan(100);
  });

  it('never takes time that grows with the square of a text', () => {
    const slow = found
      .map(({ file, source, flags }) => ({ file, source, reports: analyse({ source, flags }).reports }))
      .filter(({ reports }) => reports.length > 0)
      .map(({ file, source, reports }) => `${file}: /${source}/ (${reports.map(({ type }) => type)})`);

    expect(slow).toEqual([]);
  });
});
