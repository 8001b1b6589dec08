import { eventFields } from './fields/event-fields.js';
import type { Fields } from './fields/field-types.js';

/** Which keys a mapping reads: 1 for a value, the same again for an object. */
interface Shape {
  readonly [key: string]: Shape | 1;
}

/**
 * What the mapping can't take goes aside, into `unfit` (its path and what it was): an object where a value is indexed
 * and the reverse, and keys that OpenSearch refuses (empty, or with dots) where it looks at keys. Without this one
 * such key would keep the whole event from being found. Recursion ends with the shape, which is a few levels deep.
 */
const source = `
boolean isValue(def found) {
  if (found instanceof Map) return false;
  if (found instanceof List) for (def inner : found) if (!isValue(inner)) return false;
  return true;
}
boolean isObjects(def found) {
  if (found instanceof List) {
    for (def inner : found) if (!isObjects(inner)) return false;
    return true;
  }
  return found == null || found instanceof Map;
}
boolean isKey(String key, String path) {
  if (path.isEmpty() && (key.startsWith('_') || key == 'unfit')) return false;
  return !key.isEmpty() && key.indexOf('.') < 0;
}
void fitAll(def found, Map shape, List metadata, String path, List unfit) {
  if (found instanceof List) for (def inner : found) fitAll(inner, shape, metadata, path, unfit);
  else if (found != null) fit(found, shape, metadata, path, unfit);
}
void fit(Map found, Map shape, List metadata, String path, List unfit) {
  for (Iterator keys = found.keySet().iterator(); keys.hasNext();) {
    String key = keys.next();
    if (path.isEmpty() && metadata.contains(key)) continue;
    def expected = shape.get(key);
    def value = found.get(key);
    boolean fits;
    if (expected == null) fits = isKey(key, path);
    else if (expected instanceof Map) fits = isObjects(value);
    else fits = isValue(value);
    if (!fits) {
      unfit.add(['path': path + '/' + key, 'value': value]);
      keys.remove();
    } else if (expected instanceof Map) fitAll(value, expected, metadata, path + '/' + key, unfit);
  }
}
def unfit = [];
fit(ctx, params.shape, params.metadata, '', unfit);
if (!unfit.isEmpty()) ctx.unfit = unfit;
`;

/** What a document's own fields lie among while it is in a pipeline: "Access source fields, metadata fields in ingest". */
const metadata = ['_index', '_id', '_version', '_version_type'];

/**
 * What belongs to the request too where it names it, which nobody here does: so it is the producer's, and would be read
 * as the request's. One that is of another type than expected fails the whole `_bulk`, its neighbours too.
 */
const foreignMetadata = ['_routing', '_if_seq_no', '_if_primary_term'];

// What a producer sends under the name of the pipeline's own field goes aside too.
const { unfit: _, ...documentFields } = eventFields;

/** Name of the pipeline, as the template says it. */
export const fitPipelineName = 'sunstream-fit';

/** The script is handed a copy of the document, which OpenSearch can't make of integers beyond 64 bits: it goes on as it is. */
const notLookedAt = {
  set: { field: 'unfit', value: [{ path: 'unknown', value: 'not looked at: the script failed' }] },
};

const withoutForeign = { remove: { field: foreignMetadata, ignore_missing: true } };

export const fitPipeline = {
  description: 'Moves aside what does not fit the mapping, so that no event is refused for it',
  processors: [
    {
      script: {
        lang: 'painless',
        source,
        params: { shape: shapeOf(documentFields), metadata },
        on_failure: [withoutForeign, notLookedAt],
      },
    },
  ],
};

function shapeOf(fields: Fields): Shape {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { properties }]) => [name, properties ? shapeOf(properties) : 1]),
  );
}
