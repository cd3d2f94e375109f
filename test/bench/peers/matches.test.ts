import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsFile, type Turn } from '../../../bench/peers/contestant.js';
import { MATCHES } from '../../../bench/peers/matches.js';
import { requirementsFile } from '../../../bench/peers/venv.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';

const TURN: Turn = { seed: 4, steps: null, directory: 'runs/x', startedAt: 12.5 };
const CONTESTANTS = Object.values(MATCHES).flatMap(({ contestants }) => contestants);

describe('the matches', () => {
  it('have contestants of different names, some of them ours', () => {
    for (const { contestants } of Object.values(MATCHES)) {
      expect(new Set(contestants.map(({ name }) => name)).size).toBe(contestants.length);
      expect(contestants.some(({ program }) => program === 'node')).toBe(true);
    }
  });

  it.each(CONTESTANTS)('start programs that are there: $name', ({ program, args }) => {
    expect(existsSync(args(TURN)[0]!)).toBe(true);
    if (program !== 'node') expect(existsSync(requirementsFile(program))).toBe(true);
  });

  it('sit the same exam every 2,048 steps on the way to a target, and none for a rate', () => {
    const [ours, theirs] = MATCHES['zoo-dqn']!.contestants;
    expect(ours!.args(TURN).join(' ')).toMatch(/--target-return 475 --eval-episodes 100 .*everySteps=2048/);
    expect(theirs!.args(TURN).slice(1)).toEqual([
      ...['--algorithm', 'dqn', '--every', '2048', '--seed', '4', '--started-at', '12.5'],
    ]);
    const rate = { ...TURN, steps: 640 };
    expect(ours!.args(rate).join(' ')).toMatch(/--target-return none .*everySteps=640 --steps 640/);
    expect(theirs!.args(rate)).not.toContain('--every');
    expect(theirs!.args(rate).join(' ')).toContain('--steps 640');
  });

  it.each(['zoo-dqn', 'zoo-ppo', 'cleanrl-ppo'])('have settings that manyhands takes: %s', (name) => {
    const config = resolveConfig({ file: settingsFile(name) });
    expect(config.algorithm.name).toBe(name.split('-')[1]);
    expect(2048 % (config.env.count * config.actors.blockLength)).toBe(0);
  });
});
