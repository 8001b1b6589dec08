/** What both kinds of index have in common. */
export const indexSettings = {
  // A shard holds some 50 GiB well: more than a day of 30 million events.
  'index.number_of_shards': 1,
  // One copy where there is a second node; a domain of one node would stay yellow with more.
  'index.auto_expand_replicas': '0-1',
  'index.refresh_interval': '30s',
  'index.codec': 'best_compression',
  // Nothing adds to the mapping but a new template; the default of 1,000 would hide it if something did.
  'index.mapping.total_fields.limit': 300,
  // Events nest 100 levels at most (reason `too-deep`), and two more under `unfit`; the default of 20 would refuse them.
  'index.mapping.depth.limit': 128,
  // Dashboards' search box without a field's name: the default asks every field of the mapping.
  'index.query.default_field': [
    'eid',
    'mid',
    'actor.id',
    'object.id',
    'edata.id',
    'edata.pageid',
    'edata.message.text',
  ],
} as const;
