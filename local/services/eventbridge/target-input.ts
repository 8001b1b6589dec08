import type { Properties } from '../../template/types.js';

/** Makes what a target is given out of an event. */
export type TargetInput = (event: unknown) => string;

/**
 * "EventBridge targets": the whole event, a constant, or a template whose `<names>` stand for paths of the event.
 *
 * @throws Error naming what is not known
 */
export function readTargetInput({ Input, InputPath, InputTransformer }: Properties, where: string): TargetInput {
  if (Input !== undefined) return () => Input;
  if (InputPath !== undefined) return (event) => print(at(event, InputPath, where));
  if (InputTransformer === undefined) return (event) => JSON.stringify(event);
  const { InputPathsMap = {}, InputTemplate } = InputTransformer as {
    InputPathsMap?: Record<string, string>;
    InputTemplate: string;
  };
  return (event) => {
    const values = Object.entries(InputPathsMap).map(([name, path]) => [name, at(event, path, where)] as const);
    const filled = values.reduce((text, [name, value]) => fill(text, name, value), InputTemplate);
    // A template that is one JSON text is given to the target as that text.
    return isText(filled) ? (JSON.parse(filled) as string) : filled;
  };
}

/** Inside quotes a text stands without quotes of its own. */
function fill(template: string, name: string, value: unknown): string {
  const isQuoted = template.startsWith('"');
  const text = typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : print(value);
  return template.replaceAll(`<${name}>`, () => (isQuoted || typeof value !== 'string' ? text : `"${text}"`));
}

function isText(json: string): boolean {
  return json.startsWith('"') && json.endsWith('"');
}

function print(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

/** "InputPath: a JSONPath of names", such as `$.detail.requestId`. */
function at(event: unknown, path: string, where: string): unknown {
  if (!/^\$(\.[\w-]+)*$/.test(path)) throw new Error(`${where}: expected a path such as $.detail.name, found ${path}.`);
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);
}
