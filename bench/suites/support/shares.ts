import type { ProfileSums } from './actor-profile.js';

/** Mean times of a block, in nanoseconds; what the profile itself costs is taken off. */
export interface Shares {
  /** All of it. */
  readonly block: number;
  /** To look at the control word, to get a block, to hand it over, and to ring the learner's bells. */
  readonly ring: number;
  /** To look for a newer version of the weights, and to copy it. */
  readonly weights: number;
  /** To count the block, to show signs of life, and to read the clock. */
  readonly counters: number;
}

/** Stages of a block that end with a look of the profile at the clock. */
const NUM_MARKS = 5;

/** What became of the time between two looks at a profile. */
export function sharesOf(before: ProfileSums, after: ProfileSums): Shares {
  const { markCost, readingCost, beatCost } = after;
  const blocks = after.blocks - before.blocks;
  const mean = (name: keyof ProfileSums): number => (after[name] - before[name]) / blocks;
  const stage = (name: 'acquire' | 'weights' | 'fill' | 'publish' | 'count'): number => mean(name) - markCost;
  const stages = mean('acquire') + mean('weights') + mean('fill') + mean('publish') + mean('count');
  return {
    block: stages - NUM_MARKS * markCost,
    ring: stage('acquire') + stage('publish'),
    weights: stage('weights'),
    counters: stage('count') + mean('readings') * readingCost + mean('beats') * beatCost,
  };
}
