/** What was asked for can't be had, and the message says why: an answer, where other errors are faults. */
export class RefusedError extends Error {}
