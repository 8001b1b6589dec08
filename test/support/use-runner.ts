import { RunnerProcess } from '../../cli/target/runner-process.js';

/** A runner for the tests around: up before the first of them, gone with its folder after the last. */
export function useRunner(...options: Parameters<typeof RunnerProcess.start>): RunnerProcess {
  let started: RunnerProcess | undefined;
  beforeAll(async () => {
    started = await RunnerProcess.start(...options);
  }, 90_000);
  afterAll(async () => {
    await started?.kill();
    started?.remove();
  });
  return new Proxy({} as RunnerProcess, {
    get(_, key) {
      if (!started) throw new Error(`the runner isn't up before the tests: ${String(key)}`);
      const value: unknown = Reflect.get(started, key);
      return typeof value === 'function' ? value.bind(started) : value;
    },
  });
}
