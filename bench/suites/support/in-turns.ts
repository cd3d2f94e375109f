/**
 * Gives every one its turn, round by round, in an order that turns about (ABC CBA ABC ...): what the machine does meanwhile falls on
 * all alike, and round `r` of one was measured beside round `r` of the others.
 *
 * @returns one figure a round, by name
 */
export async function inTurns<Figure, Name extends string>(
  rounds: number,
  turns: Readonly<Record<Name, () => Promise<Figure>>>,
): Promise<Readonly<Record<Name, readonly Figure[]>>> {
  const names = Object.keys(turns) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as Figure[]])) as Record<Name, Figure[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) figures[name].push(await turns[name]());
  }
  return figures;
}
