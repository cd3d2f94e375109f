import type { RandomStream } from '../../src/shared/random/random-stream.js';
import { lineOf, type Configuration } from './configuration.js';

/**
 * The order in which a round goes through the configurations: those that differ in the number of actors alone stay
 * together, because they are divided by one another, and everything else is shuffled, so that a machine that slows down
 * or speeds up meanwhile favours none of them.
 *
 * Source: Durstenfeld's form of the Fisher-Yates shuffle (1964), doi:10.1145/364520.364540.
 */
export function shuffledOrder(
  configurations: readonly Configuration[],
  random: RandomStream,
): Configuration[] {
  const lines = new Map<string, Configuration[]>();
  for (const configuration of configurations) {
    const line = lineOf(configuration);
    lines.set(line, [...(lines.get(line) ?? []), configuration]);
  }
  return shuffle([...lines.values()], random).flatMap((line) => shuffle(line, random));
}

function shuffle<Item>(items: readonly Item[], random: RandomStream): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.nextInt(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
