import type { ActionSpace } from '../../../src/actors/envs/environment.js';
import { buildLearner, type BuiltLearner } from '../../../src/learner/build-learner.js';
import type { LearnerHost } from '../../../src/learner/host.js';
import type { PreparedRun } from '../../../src/runtime/prepare-run.js';
import type { UnrollColumns } from '../../../src/shared/memory/block-layout.js';
import type { BlockRing } from '../../../src/shared/memory/block-ring.js';
import type { Block } from '../../../src/shared/memory/block.js';
import { attachRings } from '../../../src/shared/run-memory.js';
import { measureAwaited } from '../../measure-awaited.js';
import type { Pace } from '../../pace.js';
import type { LearnerCosts } from '../model-input.js';
import { fillBlock, logEpisodes } from './filled-block.js';

/** What a replay holds some seconds into a run. */
const STORED = 50_000;
/** Rounds may take a quarter of a second each. */
const MIN_ROUNDS = 3;

const NOBODY: LearnerHost = {
  evaluate: () => Promise.reject(new Error('an evaluation was asked for in a benchmark')),
  report: () => Promise.resolve(),
  checkpointWritten: () => Promise.resolve(),
};

/** Times what a run's learner does, in this thread, with blocks that were written beforehand. */
export async function learnerCosts(prepared: PreparedRun, pace: Pace): Promise<LearnerCosts> {
  const { config, environment, memory, unroll } = prepared;
  const { parts } = await buildLearner(
    {
      ...prepared,
      observationSpace: environment.observationSpace,
      actionSpace: environment.actionSpace,
      run: 'bench',
      checkpointFolder: '',
      manyhandsVersion: '',
    },
    NOBODY,
  );
  const blocks = new Blocks(attachRings(memory, config, unroll), environment.actionSpace);
  const { replay, learner } = config;
  const publish = await measureAwaited(
    'publish',
    'ns',
    () => parts.publisher.publish(),
    (ns) => ns,
    undefined,
    pace,
  );
  const common = { publishNs: publish.min, publishInterval: learner.publishInterval };
  if (replay.kind === 'none') {
    const { takeInNs, updateNs, updatesPerRound } = await timeRounds(parts, blocks, true, pace);
    const updatesPerStep = updatesPerRound / (config.env.count * config.actors.blockLength);
    return { ...common, takeInNs, updateNs, updatesPerStep, memoryPasses: 1 };
  }
  while (parts.trainer.stored.size < Math.min(STORED, parts.trainer.stored.capacity)) takeIn(parts, blocks);
  const { takeInNs } = await timeRounds(parts, blocks, false, pace);
  const update = await measureAwaited(
    'update',
    'ns',
    () => parts.trainer.update(),
    (ns) => ns,
    undefined,
    pace,
  );
  const { samplesPerInsert } = replay;
  const updatesPerStep = samplesPerInsert === 'unlimited' ? null : samplesPerInsert / learner.batchSize;
  return { ...common, takeInNs, updateNs: update.min, updatesPerStep, memoryPasses: 2 };
}

type Parts = BuiltLearner['parts'];

/** Stands in for the actors. */
class Blocks {
  readonly #filled = new WeakSet<Block<UnrollColumns>>();

  constructor(
    private readonly rings: readonly BlockRing<UnrollColumns>[],
    private readonly actionSpace: ActionSpace,
  ) {}

  get numActors(): number {
    return this.rings.length;
  }

  /** Publishes a block of every actor. The rows of a slot are written once and stay. */
  publish(): void {
    for (const ring of this.rings) {
      const block = ring.tryAcquire()!;
      if (!this.#filled.has(block)) fillBlock(block, this.actionSpace);
      this.#filled.add(block);
      logEpisodes(block);
      ring.publish();
    }
  }
}

/** @returns nanoseconds of taking a block of every actor in */
function takeIn({ intake, statistics, publisher }: Parts, blocks: Blocks): number {
  blocks.publish();
  const startedAt = performance.now();
  for (let actor = 0; actor < blocks.numActors; actor++) intake.tryReceive(actor, publisher.version);
  statistics.closeRound();
  return 1e6 * (performance.now() - startedAt);
}

interface RoundCosts {
  /** Per block. */
  readonly takeInNs: number;
  /** Per update. */
  readonly updateNs: number;
  readonly updatesPerRound: number;
}

/** The least that a block of every actor, and the updates that it leads to, take of several rounds. */
async function timeRounds(
  parts: Parts,
  blocks: Blocks,
  isLearning: boolean,
  pace: Pace,
): Promise<RoundCosts> {
  const { trainer, intake } = parts;
  const round = async (): Promise<RoundCosts> => {
    const takingIn = takeIn(parts, blocks);
    let updates = 0;
    const startedAt = performance.now();
    for (; isLearning && trainer.updatesDue > 0; updates++) await trainer.update();
    const updating = 1e6 * (performance.now() - startedAt);
    intake.releaseHeld();
    return {
      takeInNs: takingIn / blocks.numActors,
      updateNs: updating / updates,
      updatesPerRound: updates,
    };
  };
  await repeat(round, pace.warmUpNanoseconds);
  const rounds = await repeat(round, pace.rounds * pace.roundNanoseconds);
  const least = (name: keyof RoundCosts): number => Math.min(...rounds.map((each) => each[name]));
  // Every round has as many updates as the others.
  return {
    takeInNs: least('takeInNs'),
    updateNs: least('updateNs'),
    updatesPerRound: least('updatesPerRound'),
  };
}

/** For so long, and a few times at least. */
async function repeat<Result>(run: () => Promise<Result>, nanoseconds: number): Promise<Result[]> {
  const results: Result[] = [];
  const end = performance.now() + nanoseconds / 1e6;
  while (results.length < MIN_ROUNDS || performance.now() < end) results.push(await run());
  return results;
}
