const tableHead = '| property | source | when | flag |\n| --- | --- | --- | --- |';

/** docs/enrichment.md: a row for each property that enrichers write, and the fields of each that is an object. */
export function renderEnrichment({ mending, adding }) {
  const rows = [...mending, ...adding].flatMap((enricher) => enricher.rows);
  const withFields = rows.filter(({ fields }) => fields);
  return [tableHead, ...rows.map(rowOf), '', ...withFields.flatMap(fieldsOf)].join('\n');
}

function rowOf({ property, source, when, flags = {}, fields }) {
  const name = fields ? `[\`${property}\`](#${property})` : `\`${property}\``;
  const flag = Object.entries(flags).map(([flagName, says]) => `\`${flagName}\`: ${says}`);
  return `| ${name} | ${source} | ${when} | ${flag.join('<br>')} |`;
}

function fieldsOf({ property, fields }) {
  const rows = Object.entries(fields).map(([name, from]) => `| \`${name}\` | ${from} |`);
  return [`### ${property}`, '', '| field | from |', '| --- | --- |', ...rows, ''];
}
