import { failedTemplate } from '../../../../lambdas/search-setup/content/failed-template.js';
import { eventFields } from '../../../../lambdas/search-setup/content/fields/event-fields.js';
import type { Field, Fields } from '../../../../lambdas/search-setup/content/fields/field-types.js';
import { fitPipeline, fitPipelineName } from '../../../../lambdas/search-setup/content/fit-pipeline.js';
import { telemetryTemplate } from '../../../../lambdas/search-setup/content/telemetry-template.js';

/** Every field with its path, objects before what is in them. */
function* eachField(fields: Fields, parent = ''): Generator<[path: string, field: Field]> {
  for (const [name, field] of Object.entries(fields)) {
    yield [`${parent}${name}`, field];
    yield* eachField(field.properties ?? {}, `${parent}${name}.`);
  }
}

const templates = { telemetry: telemetryTemplate, failed: failedTemplate };

describe.each(Object.entries(templates))('the mapping of template %s', (_, { template }) => {
  const fields = [...eachField(template.mappings.properties)];
  const named = (wrong: (field: Field) => boolean) => fields.filter(([, field]) => wrong(field)).map(([path]) => path);

  it('grows by no document', () => {
    expect(template.mappings.dynamic).toBe(false);
    expect(named(({ properties, dynamic }) => properties !== undefined && dynamic !== false)).toEqual([]);
  });

  it('has no text that a long value could break', () => {
    expect(named(({ type, ignore_above }) => type === 'keyword' && !(Number(ignore_above) <= 8_191))).toEqual([]);
  });

  it('refuses no number or time but that of arrival', () => {
    const strict = named(({ type, ignore_malformed }) => (type === 'double' || type === 'date') && !ignore_malformed);

    expect(strict.filter((path) => !['@timestamp', 'syncts'].includes(path))).toEqual([]);
  });

  it('stays well below the limit of its fields', () => {
    expect(fields.length).toBeLessThan(template.settings['index.mapping.total_fields.limit'] * 0.9);
  });
});

describe('the pipeline', () => {
  const { shape } = fitPipeline.processors[0]?.script.params ?? {};

  it('is the one that the template names', () => {
    expect(telemetryTemplate.template.settings['index.final_pipeline']).toBe(fitPipelineName);
  });

  it('knows each field of the mapping, and whether it is an object', () => {
    const at = (path: string) =>
      path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], shape);
    const fields = [...eachField(eventFields)].filter(([path]) => path.split('.')[0] !== 'unfit');

    expect(
      fields.filter(([path, { properties }]) => (properties ? typeof at(path) !== 'object' : at(path) !== 1)),
    ).toEqual([]);
  });
});
