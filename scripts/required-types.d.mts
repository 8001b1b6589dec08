export function requiredTypes(schema: object, schemas: readonly object[]): Readonly<Record<string, string>>;
