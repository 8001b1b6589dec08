import { AwsError } from '../../calls/aws-error.js';

/**
 * Reads an execution parameter, which is the text of a SQL literal: a text in single quotes, or a whole number.
 * Athena takes any expression. That is how a value becomes SQL by mistake, so what isn't a literal is refused here.
 *
 * @throws AwsError naming the parameter
 */
export function readLiteral(literal: string, index: number): string | bigint {
  if (/^-?\d{1,18}$/.test(literal)) return BigInt(literal);
  const [, text] = /^'((?:[^']|'')*)'$/s.exec(literal) ?? [];
  if (text !== undefined) return text.replaceAll("''", "'");
  throw new AwsError(
    'InvalidRequestException',
    `ExecutionParameters[${index}]: the local Athena takes 'text in quotes' or a whole number, found ${literal.slice(0, 60)}. Athena would run that as SQL.`,
  );
}
