/** An XML document as data: an object's members are elements, a list repeats its element. */
export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [name: string]: Xml };

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document with S3's namespace. */
export function writeDocument(root: string, content: Xml): string {
  return `${declaration}<${root} xmlns="${namespace}">${writeContent(content)}</${root}>`;
}

/** Error documents have no namespace. */
export function writeError(content: Xml): string {
  return `${declaration}${writeElement('Error', content)}`;
}

/** The texts of all elements of one name. For the few flat documents that clients send; it is no parser. */
export function readTexts(document: string, name: string): string[] {
  return [...document.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    unescapeText(text),
  );
}

/** The names of all elements in a document. */
export function readNames(document: string): Set<string> {
  return new Set([...document.matchAll(/<([A-Za-z][\w.:-]*)/g)].map(([, name = '']) => name));
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

function writeContent(content: Xml): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escapeText(String(content));
  return Object.entries(content)
    .map(([name, value]) => writeElement(name, value))
    .join('');
}

function writeElement(name: string, value: Xml): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => writeElement(name, item)).join('');
  return `<${name}>${writeContent(value)}</${name}>`;
}

function isList(value: Xml): value is readonly Xml[] {
  return Array.isArray(value);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Control characters too, as references: a parser would drop or fold them. */
function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys may have them
  return text.replace(/[<>&"'\u0000-\u001f\u007f]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

function unescapeText(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return entities[name] ?? whole;
  });
}
