/**
 * Gives everyone a turn, round by round, in an order that turns about (ABC CBA ABC ...): what the machine does meanwhile falls on all
 * alike, and round `r` of one was measured beside round `r` of the others.
 *
 * @param turns - by name; each is told the number of the round, from 0
 * @returns what the turns gave, by name and in the order of the rounds
 */
export async function inTurns<Name extends string, Figure>(
  rounds: number,
  turns: Readonly<Record<Name, (round: number) => Promise<Figure>>>,
): Promise<Readonly<Record<Name, readonly Figure[]>>> {
  const names = Object.keys(turns) as Name[];
  const given = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Figure[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      given[name].push(await turns[name](round));
  }
  return given;
}
