/** A group of tests that needs an installed engine; where there is none they are reported as skipped. */
export function describeWith(
  setting: 'CFN_LINT_FOLDER' | 'DYNAMODB_LOCAL_FOLDER',
  title: string,
  tests: (folder: string) => void,
): void {
  const folder = process.env[setting];
  if (folder) describe(title, () => tests(folder));
  else describe.skip(title, () => tests(''));
}
