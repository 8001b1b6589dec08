/** Runs a command of this project: its exit code is the process's, and an error is one line (its stack with DEBUG=1). */
export function runCommand(main: () => Promise<number>): void {
  main().then(
    (code) => process.exit(code),
    (error: NodeJS.ErrnoException) => {
      const isUsage = error.code?.startsWith('ERR_PARSE_ARGS');
      console.error(
        process.env.DEBUG ? error.stack : `${error.message}${isUsage ? '. --help lists the options.' : ''}`,
      );
      process.exit(1);
    },
  );
}
