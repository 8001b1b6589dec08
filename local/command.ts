/** Runs a command of this project: its exit code is the process's, and an error is one line (its stack with DEBUG=1). */
export function runCommand(main: () => Promise<number>): void {
  main().then(
    (code) => process.exit(code),
    (error: Error) => {
      console.error(process.env.DEBUG ? error.stack : error.message);
      process.exit(1);
    },
  );
}
