/** "Custom resource request objects". */
export interface ResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  /** Signed address that waits for the answer. */
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** CloudFormation makes texts of numbers. */
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
}

/** "Custom resource response objects". */
export interface ResourceAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/** "The total size of the response body can't exceed 4096 bytes"; a reason of 1,000 characters stays below in any script. */
const maxReason = 1_000;

/**
 * Does what CloudFormation asks for, and says how it went. A deletion leaves everything as it is: the domain goes or
 * stays by its own policy, and what is in it with it.
 *
 * @param setUp returns what was done, a line each
 */
export async function answerRequest(
  request: ResourceRequest,
  setUp: (keepDays: number) => Promise<readonly string[]>,
): Promise<ResourceAnswer> {
  const { StackId, RequestId, LogicalResourceId } = request;
  // Always the same: another would have CloudFormation delete the former resource.
  const ids = { PhysicalResourceId: 'search-setup', StackId, RequestId, LogicalResourceId };
  try {
    const told = request.RequestType === 'Delete' ? ['nothing is removed'] : await setUp(readKeepDays(request));
    return { Status: 'SUCCESS', Reason: told.join('; ').slice(0, maxReason), ...ids };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { Status: 'FAILED', Reason: reason.slice(0, maxReason), ...ids };
  }
}

function readKeepDays({ ResourceProperties: { KeepDays: found } }: ResourceRequest): number {
  const days = Number(found);
  if (Number.isInteger(days) && days >= 1) return days;
  throw new Error(
    `KeepDays: expected a whole number from 1 up, found ${JSON.stringify(found)}. It is set in lib/config/stages/.`,
  );
}
