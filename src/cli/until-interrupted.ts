/**
 * Waits for Ctrl-C, or another request to end. A second one ends the process at once.
 *
 * @param text - what is to be had until then; said on stderr
 */
export function untilInterrupted(text: string): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = (): void => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      resolve();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    process.stderr.write(`${text} (Ctrl-C to end)\n`);
  });
}
