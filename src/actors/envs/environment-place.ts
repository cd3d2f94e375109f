/** Where an environment stands, for messages. */
export interface EnvironmentPlace {
  readonly id: string;
  /** Its number in the run, if it is one of a vector. */
  readonly index?: number | undefined;
  readonly actorIndex?: number | undefined;
}

/** How an environment reads in a message: `environment 'CartPole-v1' #12 on actor 3`. */
export function environmentName({ id, index, actorIndex }: EnvironmentPlace): string {
  const actor = actorIndex === undefined ? '' : ` on actor ${actorIndex}`;
  return `environment '${id}'${index === undefined ? '' : ` #${index}`}${actor}`;
}
