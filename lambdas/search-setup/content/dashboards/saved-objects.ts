/** An object of OpenSearch Dashboards, as its import takes it. */
export interface SavedObject {
  readonly id: string;
  readonly type: 'index-pattern' | 'visualization' | 'dashboard';
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  readonly migrationVersion: Readonly<Record<string, string>>;
}

interface Reference {
  readonly name: string;
  readonly type: SavedObject['type'];
  readonly id: string;
}

/** Form of the attributes below, one a type: the newest that Dashboards 2 knows, so that it migrates nothing. */
const forms = { 'index-pattern': '7.6.0', visualization: '7.10.0', dashboard: '7.9.3' } as const;

export function savedObject(
  type: SavedObject['type'],
  id: string,
  attributes: SavedObject['attributes'],
  references: readonly Reference[] = [],
): SavedObject {
  return { id: `sunstream-${id}`, type, attributes, references, migrationVersion: { [type]: forms[type] } };
}

/** What Discover lists; the fields are read from the indices when it is first opened. */
export const indexPattern = (name: string): SavedObject =>
  savedObject('index-pattern', name, { title: `${name}-*`, timeFieldName: '@timestamp' });

/** The lines of the file that Dashboards imports. */
export const printSavedObjects = (objects: readonly SavedObject[]): string =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('');

/** What Dashboards wants of an object that queries by itself. */
export const noSearchSource = {
  searchSourceJSON: JSON.stringify({ query: { query: '', language: 'kuery' }, filter: [] }),
} as const;
