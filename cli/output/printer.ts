/** Says one line to the person at the terminal, on stderr, so that stdout stays free for results (`--json`). */
export function createPrinter(): (line: string) => void {
  return (line) => {
    process.stderr.write(`${line}\n`);
  };
}
