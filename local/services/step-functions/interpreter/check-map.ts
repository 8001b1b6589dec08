import type { Surroundings } from './check-parts.js';
import { checkFields, checkOneOf } from './check-parts.js';
import type { Fields, State } from './definition.js';
import { inputTypes } from './distributed/item-readers.js';
import { outputTypes, transformations } from './distributed/result-records.js';
import { resultWriterResource } from './distributed/write-results.js';
import { integrationKey } from './integrations/integration.js';
import { distributedFields, partFields, stateFields } from './known-fields.js';

/** Looks at a Map but for the states in it. @throws Error naming the state */
export function checkMap(state: State, { known, report }: Surroundings): void {
  const { ItemProcessor: processor = {}, ItemReader, ItemBatcher, ResultWriter } = state;
  const { Mode = 'INLINE', ExecutionType } = processor.ProcessorConfig ?? {};
  const own = stateFields.Map as readonly string[];
  checkFields(processor.ProcessorConfig ?? {}, partFields.ProcessorConfig, report);
  checkOneOf(Mode, ['INLINE', 'DISTRIBUTED'], 'ItemProcessor.ProcessorConfig.Mode', report);
  checkFields(state, Mode === 'DISTRIBUTED' ? [...own, ...distributedFields] : own, report);
  checkFields(processor, partFields.processor, report);
  if (Mode === 'DISTRIBUTED')
    checkOneOf(ExecutionType, ['STANDARD'], 'ItemProcessor.ProcessorConfig.ExecutionType', report);
  if (ItemBatcher) checkFields(ItemBatcher, partFields.ItemBatcher, report);
  if (ItemReader) checkReader(ItemReader, { known, report });
  if (ResultWriter) checkWriter(ResultWriter, { report });
}

function checkReader(reader: Fields, { known, report }: Pick<Surroundings, 'known' | 'report'>): void {
  checkFields(reader, partFields.ItemReader, report);
  const resource = integrationKey(reader.Resource);
  checkOneOf(resource, known.readers, 'ItemReader.Resource', report, 'distributed/item-readers.ts');
  const { ReaderConfig: config = {} } = reader;
  checkFields(config, partFields.ReaderConfig, report);
  if (resource.endsWith(':getObject')) checkOneOf(config.InputType, inputTypes, 'ReaderConfig.InputType', report);
  if (config.InputType && !resource.endsWith(':getObject')) report('ReaderConfig.InputType is for s3:getObject.');
}

function checkWriter(writer: Fields, { report }: Pick<Surroundings, 'report'>): void {
  checkFields(writer, partFields.ResultWriter, report);
  const { Resource, WriterConfig: config = {} } = writer;
  if (Resource !== undefined) {
    checkOneOf(integrationKey(Resource), [resultWriterResource], 'ResultWriter.Resource', report);
  }
  checkFields(config, partFields.WriterConfig, report);
  const { Transformation = 'NONE', OutputType = 'JSON' } = config;
  checkOneOf(Transformation, Object.keys(transformations), 'WriterConfig.Transformation', report);
  checkOneOf(OutputType, Object.keys(outputTypes), 'WriterConfig.OutputType', report);
}
