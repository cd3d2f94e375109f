/**
 * The settings that have a flag of their own, in the order help shows them. `flag` is commander's declaration;
 * commander files the value under the key of this table. Values arrive as text and are read like `--set`.
 */
export const FLAGS = {
  algo: {
    flag: '--algo <name>',
    path: 'algorithm.name',
    // Written out: help is answered without loading the schema that knows them.
    help: 'dqn, reinforce, actor-critic, a2c, impala or ppo',
  },
  env: { flag: '--env <id>', path: 'env.id', help: 'environment to learn' },
  envModule: {
    flag: '--env-module <path>',
    path: 'env.module',
    help: 'module that registers the environment',
  },
  envs: { flag: '--envs <count>', path: 'env.count', help: 'environments in the whole run' },
  actors: { flag: '--actors <count>', path: 'actors.count', help: 'threads that step them, or auto' },
  seed: { flag: '--seed <integer>', path: 'run.seed', help: 'everything random follows from it' },
  mode: { flag: '--mode <mode>', path: 'run.mode', help: 'sync (repeatable) or async (fastest)' },
  engine: { flag: '--engine <name>', path: 'learner.engine', help: 'what computes the updates, or auto' },
  steps: { flag: '--steps <count>', path: 'run.steps', help: 'budget of environment steps' },
  targetReturn: {
    flag: '--target-return <return>',
    path: 'evaluation.targetReturn',
    help: 'mean return that ends the run, threshold or none',
  },
  evalEpisodes: {
    flag: '--eval-episodes <count>',
    path: 'evaluation.episodes',
    help: 'episodes of an evaluation',
  },
  out: { flag: '--out <directory>', path: 'run.out', help: 'directory of the run' },
  metricsPort: {
    flag: '--metrics-port <port>',
    path: 'metrics.port',
    help: 'port of /metrics and the page, or off',
  },
  host: { flag: '--host <host>', path: 'metrics.host', help: 'what to listen on, with a token' },
  token: {
    flag: '--token <token>',
    path: 'metrics.token',
    help: 'who asks must know it; better as MANYHANDS_METRICS__TOKEN',
  },
} as const;

export type FlagName = keyof typeof FLAGS;
