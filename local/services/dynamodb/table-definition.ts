/** A table to have, from the template. */
export interface TableDefinition {
  readonly name: string;
  readonly arn: string;
  /** As in the template: KeySchema, AttributeDefinitions, GlobalSecondaryIndexes. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Attribute with the epoch second after which an item may go. */
  readonly ttlAttribute: string | undefined;
}
