export function withLock<T>(lock: string, act: () => Promise<T>): Promise<T>;
