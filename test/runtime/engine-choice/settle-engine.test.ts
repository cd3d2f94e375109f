import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingPackages } from '../../../src/learner/engines/tfjs/load/packages.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import type { EngineCandidate, EngineChoice } from '../../../src/runtime/engine-choice/choose-engine.js';
import { settleEngine } from '../../../src/runtime/engine-choice/settle-engine.js';
import { prepareRun } from '../../../src/runtime/prepare-run.js';
import { runDirectoryAt } from '../../../src/runtime/run-directory.js';
import { train } from '../../../src/runtime/train.js';
import { ENGINES, TFJS_ENGINES, type EngineName } from '../../../src/shared/config/engines.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const folder = temporaryFolder();
const asked = { learner: { engine: 'auto' } } as const;

/** The later in the list, the faster. */
const probe = (engine: EngineName) =>
  Promise.resolve({
    ...{ engine, installed: true, loads: true, problem: null, fix: null },
    device: { name: 'A device', kind: 'cpu', isSoftware: false } as const,
    millisecondsPerUpdate: 10 - ENGINES.indexOf(engine),
  });

describe('settleEngine', () => {
  it('puts the engine that it chose into the config, and how it came to it beside', async () => {
    const prepared = await prepareRun(resolveConfig({ settings: asked }));
    const tried: EngineCandidate[] = [];
    const chosen: EngineChoice[] = [];
    const observer = {
      onEngineTried: (candidate: EngineCandidate) => tried.push(candidate),
      onEngineChosen: (choice: EngineChoice) => chosen.push(choice),
    };
    const { config, engineChoice, ...rest } = await settleEngine(prepared, observer, probe);
    expect(config).toEqual({
      ...prepared.config,
      learner: { ...prepared.config.learner, engine: 'tfjs-cpu' },
    });
    expect(Object.isFrozen(config.learner)).toBe(true);
    expect(engineChoice).toMatchObject({ asked: 'auto', chosen: 'tfjs-cpu' });
    expect([tried, chosen]).toEqual([engineChoice!.candidates, [engineChoice]]);
    expect(rest.memory).toBe(prepared.memory);
  });
});

describe('a run', () => {
  const short = {
    env: { count: 4 },
    actors: { count: 2 },
    run: { steps: 1024 },
    metrics: { port: 'off' },
    evaluation: { targetReturn: 'none', episodes: 2 },
  } as const;

  it('whose engine is left to us says what was taken and why, and repeats without asking again', async () => {
    const out = join(folder, 'auto');
    // With several threads there is nothing to time.
    const learner = { engine: 'auto', threads: 2 } as const;
    const summary = await train({ ...short, learner, run: { ...short.run, out } });
    const directory = runDirectoryAt(out);
    expect(summary).toMatchObject({ engine: 'simd', engineChoice: { asked: 'auto', chosen: 'simd' } });
    expect(JSON.parse(readFileSync(directory.engineChoice, 'utf8'))).toEqual(summary.engineChoice);
    expect(JSON.parse(readFileSync(directory.summary, 'utf8'))).toEqual(summary);
    const again = resolveConfig({ file: directory.config });
    expect(again.learner).toMatchObject({ engine: 'simd', threads: 2 });
    expect((await prepareRun(again)).engineChoice).toBeNull();
  });

  it('whose engine is named keeps no choice', async () => {
    const out = join(folder, 'named');
    const summary = await train({ ...short, run: { ...short.run, out } });
    expect(summary.engineChoice).toBeNull();
    expect(existsSync(runDirectoryAt(out).engineChoice)).toBe(false);
  });

  const [absent] = TFJS_ENGINES.filter((engine) => missingPackages(engine).length > 0);

  it.runIf(absent !== undefined)(
    'fails before it has a directory if the packages of its engine are not there',
    async () => {
      const out = join(folder, 'absent');
      await expect(train({ ...short, learner: { engine: absent! }, run: { out } })).rejects.toMatchObject({
        code: 'ERR_ENGINE',
      });
      expect(existsSync(out)).toBe(false);
    },
  );
});
