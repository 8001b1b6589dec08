import { AwsError } from '../../calls/aws-error.js';
import type { Input } from '../../calls/json-service.js';
import { maxPayloadBytes } from './interpreter/payload.js';

/** "StartExecution, name": 1 to 80 characters, none of these. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the documentation names them
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** @throws AwsError `InvalidName` */
export function checkName(name: unknown): void {
  if (name === undefined) return;
  if (typeof name === 'string' && name.length >= 1 && name.length <= 80 && !forbidden.test(name)) return;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** @throws AwsError `InvalidExecutionInput` for what is no JSON, `ValidationException` for what is too large */
export function checkInput({ input = '{}' }: Input): void {
  const bytes = Buffer.byteLength(String(input));
  if (bytes > maxPayloadBytes) {
    throw new AwsError('ValidationException', `input: at most ${maxPayloadBytes} bytes, found ${bytes}`);
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: ${(error as Error).message}`);
  }
}
