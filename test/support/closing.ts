/** Ends what a test has opened, the last first, whether the test passed or not. */
export function useClosing(): (close: () => unknown) => void {
  const open: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  return (close) => void open.push(close);
}
