/**
 * Why a panel may be empty and nothing be wrong, in the words that it then shows.
 *
 * `lasts` tells whether it may be so for a whole run: no replay table with PPO, no epsilon without DQN.
 */
export const EMPTINESS = {
  unscraped: { text: 'Nothing scraped yet', lasts: false },
  beforeUpdate: { text: 'No update yet', lasts: false },
  beforeEpisode: { text: 'No episode has ended yet', lasts: false },
  beforeCheckpoint: { text: 'No checkpoint yet', lasts: false },
  beforeCollection: { text: 'No garbage collected yet', lasts: false },
  noEvaluation: { text: 'No evaluation yet; without a target return there is one at the end', lasts: true },
  noActionValues: { text: 'Only algorithms that learn action values (DQN) have this', lasts: true },
  noReplay: { text: 'Only algorithms with a replay table (DQN) have this', lasts: true },
  noPolicy: { text: 'Only algorithms that learn a policy have this', lasts: true },
  noValueFunction: {
    text: 'Only algorithms that learn a policy and a value function have this',
    lasts: true,
  },
  noClipping: { text: 'Only PPO has this', lasts: true },
  noRestart: { text: 'No actor was restarted', lasts: true },
} as const satisfies Readonly<Record<string, { readonly text: string; readonly lasts: boolean }>>;

export type Emptiness = keyof typeof EMPTINESS;
