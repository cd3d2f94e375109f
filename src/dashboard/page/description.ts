import { API_PATHS, type RunDescription } from '../protocol.js';

/** How a name is written in a title. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  dqn: 'DQN',
  ppo: 'PPO',
  a2c: 'A2C',
  impala: 'IMPALA',
  reinforce: 'REINFORCE',
  'actor-critic': 'Actor-Critic',
};

const RETRY_MILLISECONDS = 2_000;

/** `DQN on CartPole-v1`. */
export const titleOf = ({ algorithm, env }: RunDescription): string =>
  `${ALGORITHMS[algorithm] ?? algorithm} on ${env.id}`;

/** The settings that a reader asks for first. */
export function factsOf(description: RunDescription): string {
  const { name, seed, actors, env, mode, engine, version } = description;
  return [
    name,
    `seed ${seed}`,
    `${actors} ${actors === 1 ? 'actor' : 'actors'}`,
    `${env.count} ${env.count === 1 ? 'environment' : 'environments'}`,
    mode,
    `${engine} engine`,
    `manyhands ${version}`,
  ].join(' · ');
}

/** Whether two are of one run. */
export const isSameRun = (a: RunDescription, b: RunDescription): boolean =>
  a.name === b.name && a.startedAtMilliseconds === b.startedAtMilliseconds;

/** What the server says of its run; undefined when it does not answer, or not with a run. */
export async function fetchDescription(): Promise<RunDescription | undefined> {
  try {
    const response = await fetch(API_PATHS.run);
    return response.ok ? describedIn(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

/** Asks until there is an answer. */
export async function awaitDescription(onFailure: () => void): Promise<RunDescription> {
  for (;;) {
    const description = await fetchDescription();
    if (description) return description;
    onFailure();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
  }
}

/** The parts that the page itself reads are looked at; who plays the environment looks at the rest. */
export function describedIn(value: unknown): RunDescription | undefined {
  const description = value as Partial<RunDescription> | null;
  if (typeof description !== 'object' || description === null) return undefined;
  const { name, algorithm, env, steps, targetReturn } = description;
  const isOne =
    typeof name === 'string' &&
    typeof algorithm === 'string' &&
    typeof steps === 'number' &&
    (typeof targetReturn === 'number' || targetReturn === null) &&
    typeof (env as Partial<RunDescription['env']> | undefined)?.id === 'string';
  return isOne ? (description as RunDescription) : undefined;
}
