/** A resource with its properties resolved. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
}

// biome-ignore lint/suspicious/noExplicitAny: a template's properties have the shape that their resource type documents
export type Properties = Record<string, any>;
