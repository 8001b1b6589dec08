/**
 * Something that we depend on did not do its work. Thrown, never turned into a verdict: the caller retries the input.
 * A fault of the data is a `Fault` value instead.
 */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
}
