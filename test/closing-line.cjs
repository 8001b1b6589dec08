const { relative } = require('node:path');

/** How many of the slowest files are told. */
const told = 10;

/** Ends a run with its slowest files, and with jest's own counts as one plain line. */
module.exports = class ClosingLine {
  onRunComplete(_, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults }) {
    // A file that does not load runs no test, and must not pass for it.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    const slowest = testResults.length > told ? `\nThe slowest files, s:\n${slowestOf(testResults)}\n` : '';
    // jest prints its summary after the reporters are done.
    process.once('exit', () =>
      process.stderr.write(`${slowest}\n${numPassedTests} passed, ${failed} failed${skipped}\n`),
    );
  }
};

function slowestOf(results) {
  return results
    .toSorted((a, b) => b.perfStats.runtime - a.perfStats.runtime)
    .slice(0, told)
    .map(({ perfStats, testFilePath }) => {
      const seconds = (perfStats.runtime / 1_000).toFixed(1).padStart(7);
      return `${seconds}  ${relative(process.cwd(), testFilePath)}`;
    })
    .join('\n');
}
