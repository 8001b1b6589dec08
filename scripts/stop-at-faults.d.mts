export function stopAtFaults(code: string, most: number): string;
