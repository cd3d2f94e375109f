/** A task that ends its thread. */
export default function die(how: string): Promise<never> {
  switch (how) {
    case 'exit':
      process.exit(7);
      break;
    case 'throw':
      setImmediate(() => {
        throw new Error('the room has no exit');
      });
      break;
    case 'out of memory':
      for (const hoard: number[][] = []; ;) hoard.push(new Array<number>(1e5).fill(hoard.length));
  }
  return new Promise(() => undefined);
}
