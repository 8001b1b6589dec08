/** A group of tests that needs an engine; where there is none they are reported as skipped. `place` is where it is. */
export function describeWith(
  setting:
    | 'CFN_LINT_FOLDER'
    | 'DYNAMODB_LOCAL_FOLDER'
    | 'CHROMIUM'
    | 'PYZIPPER_FOLDER'
    | 'SEVEN_ZIP_PROGRAM'
    | 'UNZIP_PROGRAM'
    | 'NODE_22_FOLDER'
    | 'NODE_24_FOLDER'
    | 'NODE_26_FOLDER'
    | 'OPENSEARCH_FOLDER'
    | 'TRINO_FOLDER',
  title: string,
  tests: (place: string) => void,
): void {
  const place = process.env[setting];
  if (place) describe(title, () => tests(place));
  else describe.skip(title, () => tests(''));
}
