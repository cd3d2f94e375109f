import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import { createUpdateMetrics } from '../../src/learner/update-metrics.js';
import type { Run } from '../../src/runtime/run.js';
import type { RunReading } from '../../src/runtime/run-meter.js';
import { FakeTerminal } from './support/fake-terminal.js';

const Q_LEARNING: Partial<RunReading> = {
  epsilon: 0.25,
  replaySize: 250,
  replayCapacity: 1000,
  qValueMean: 1,
};
const POLICY_GRADIENT: Partial<RunReading> = { entropy: 0.6931, klDivergence: 0.01234 };

/** Of every second, in each state. */
const SHARES = {
  ...{ env: 0.5, policy: 0.25, waitRing: 0.25, waitWeights: 0, other: 0 },
  ...{ train: 0.5, waitData: 0.25, ingest: 0.125, publish: 0.125, checkpoint: 0 },
};
const secondsAt = (time: number) =>
  Object.fromEntries(
    Object.entries(SHARES).map(([state, share]) => [state, share * time]),
  ) as unknown as Record<keyof typeof SHARES, number>;

/** What of a run a test changes while it goes on. */
interface Changes {
  figures: Partial<RunReading>;
  meanReturn: number;
  evaluation: { meanReturn: number } | undefined;
  restarts: { actor: number; reason: string; count: number }[];
  restarting: number;
  targetReturn: number | null;
  episodes: number | null;
  name: string;
}

/** A run that makes 1,000 steps, 500 updates and 10 episodes a second, by a clock that goes on by 0.5 s a reading. */
function fakeRun(changes: Changes): Run {
  let timeSeconds = 0;
  const read = (): RunReading => {
    timeSeconds += 0.5;
    return {
      ...createUpdateMetrics(),
      ...{ timeSeconds, envSteps: 1000 * timeSeconds, episodes: 10 * timeSeconds },
      ...{ updates: 500 * timeSeconds, samples: 32_000 * timeSeconds },
      ...{ policyVersion: 3, epsilon: NaN, loss: 1, gradientNorm: 1 },
      ...{ blocks: timeSeconds, policyLagSum: 2 * timeSeconds, episodeLengthSum: 100 },
      ...{ replaySize: 0, replayCapacity: 0, ringFill: 0 },
      actorSeconds: secondsAt(timeSeconds),
      learnerSeconds: secondsAt(timeSeconds),
      ...changes.figures,
    };
  };
  const run = {
    meter: { read },
    get meanReturn() {
      return changes.meanReturn;
    },
    get evaluation() {
      return changes.evaluation;
    },
    directory: { name: changes.name },
    prepared: {
      config: {
        ...{ algorithm: { name: 'dqn' }, env: { id: 'CartPole-v1', count: 8 }, actors: { count: 2 } },
        evaluation: { targetReturn: changes.targetReturn, episodes: 100 },
        run: { steps: 11_000, episodes: changes.episodes },
      },
    },
    supervisor: {
      get restarts() {
        return changes.restarts;
      },
      get states() {
        return { running: 2 - changes.restarting, restarting: changes.restarting, stopped: 0 };
      },
    },
  };
  return run as unknown as Run;
}

const UTF8 = { LANG: 'en_US.UTF-8', TERM: 'xterm-256color' };

let changes: Changes;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('NO_COLOR', '1');
  changes = {
    ...{ figures: {}, meanReturn: NaN, evaluation: undefined, restarts: [], restarting: 0 },
    ...{ targetReturn: 475, episodes: null, name: 'a-run' },
  };
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Shows a run where there is no terminal. @returns what was written after so many seconds */
function showLines(seconds: number, env: NodeJS.ProcessEnv = {}, isTTY = false): string {
  let text = '';
  const stream = { isTTY, columns: 80, write: (chunk: string) => (text += chunk) !== '' };
  const progress = new Progress(fakeRun(changes), stream, env);
  vi.advanceTimersByTime(1000 * seconds);
  progress.close();
  return text;
}

describe('Progress where there is no terminal', () => {
  it('writes a plain line a second', () => {
    changes.figures = Q_LEARNING;
    changes.meanReturn = 123.4;
    expect(showLines(1)).toBe(
      '1,000 steps  1,000 steps/s  500 updates/s  32,000 samples/s  return 123.4  evaluation -  epsilon 0.250  ' +
        'lag 2.0  replay 25 %  left -\n',
    );
    expect(showLines(3).split('\n')).toHaveLength(4);
    expect(showLines(2)).toMatch(/  left 9\.50 s\n$/);
  });

  it('shows entropy and divergence of what has these, and no replay where there is none', () => {
    changes.figures = POLICY_GRADIENT;
    expect(showLines(1)).toBe(
      '1,000 steps  1,000 steps/s  500 updates/s  32,000 samples/s  return -  evaluation -  entropy 0.693  ' +
        'KL 0.0123  lag 2.0  left -\n',
    );
  });

  it('shows the lag alone before the first update of a policy without epsilon', () => {
    expect(showLines(1)).toContain('evaluation -  lag 2.0  left -\n');
  });

  it('is so on a terminal that cannot move its cursor', () => {
    const text = showLines(1, { ...UTF8, TERM: 'dumb' }, true);
    expect(text).toMatch(/^1,000 steps .*\n$/);
    expect(text).not.toContain('\x1b');
  });

  it('says once where the page is', () => {
    let text = '';
    const progress = new Progress(
      fakeRun(changes),
      { write: (chunk: string) => (text += chunk) !== '' } as never,
      {},
    );
    progress.showPage('http://127.0.0.1:9464/');
    vi.advanceTimersByTime(2000);
    progress.close();
    expect(text.match(/^page http:\/\/127\.0\.0\.1:9464\/$/gm)).toHaveLength(1);
    expect(text.split('\n')).toHaveLength(4);
  });
});

/** Shows a run on a terminal. */
function onTerminal(terminal = new FakeTerminal(), env: NodeJS.ProcessEnv = UTF8) {
  const progress = new Progress(fakeRun(changes), terminal, env);
  return {
    progress,
    terminal,
    /** The next frame, whose lines are to be drawn over this many. */
    frame(over: number): readonly string[] {
      vi.advanceTimersByTime(100);
      const [frame, ...more] = terminal.writes.splice(0);
      expect(more).toEqual([]);
      const start = over === 0 ? '\x1b[?25l' : `\x1b[${over}A\r`;
      const end = '\x1b[K\n\x1b[J';
      expect([frame!.slice(0, start.length), frame!.slice(-end.length)]).toEqual([start, end]);
      return frame!.slice(start.length, -end.length).split('\x1b[K\n');
    },
  };
}

describe('Progress on a terminal', () => {
  it('draws all there is to say, frame over frame, and takes it away at the end', () => {
    changes.figures = Q_LEARNING;
    const shown = onTerminal();
    expect(shown.frame(0)).toEqual([
      'dqn on CartPole-v1  a-run',
      '  ██░░░░░░░░░░░░░░░░░░░░░░  1,000 of 11,000 steps',
      '  return                -  ',
      '  evaluation            -  target 475',
      '  env steps/s       1,000  actors 2, environments 8',
      '  updates/s           500  learner waits 25 %',
      '  samples/s        32,000  replay 25 % full',
      '  policy lag          2.0  epsilon 0.250',
    ]);
    changes.meanReturn = 20;
    shown.frame(8);
    changes.meanReturn = 40;
    changes.evaluation = { meanReturn: 188.25 };
    shown.progress.showPage('http://127.0.0.1:9464/');
    expect(shown.frame(8)).toEqual([
      'dqn on CartPole-v1  a-run',
      '  ████░░░░░░░░░░░░░░░░░░░░  2,000 of 11,000 steps, at most 9.00 s left',
      '  return             40.0  ▁█  20.0 to 40.0',
      '  evaluation        188.3  target 475',
      '  env steps/s       1,000  actors 2, environments 8',
      '  updates/s           500  learner waits 25 %',
      '  samples/s        32,000  replay 25 % full',
      '  policy lag          2.0  epsilon 0.250',
      '  page        http://127.0.0.1:9464/',
    ]);
    shown.progress.close();
    expect(shown.terminal.take()).toBe('\x1b[9A\r\x1b[J\x1b[?25h');
    vi.advanceTimersByTime(1000);
    expect(shown.terminal.take()).toBe('');
  });

  it('draws with ASCII where blocks cannot be expected', () => {
    const shown = onTerminal(new FakeTerminal(), { LANG: 'C' });
    for (const meanReturn of [10, 30, 20]) {
      changes.meanReturn = meanReturn;
      vi.advanceTimersByTime(100);
    }
    shown.terminal.take();
    changes.meanReturn = 30;
    const [, bar, curve] = shown.frame(8);
    expect(bar).toBe('  #####-------------------  2,500 of 11,000 steps, at most 8.50 s left');
    expect(curve).toBe('  return             30.0  _#=#  10.0 to 30.0');
    shown.progress.close();
  });

  it('shows a curve of bounded length, whatever the length of the run', () => {
    const shown = onTerminal();
    for (let i = 0; i < 1000; i++) {
      changes.meanReturn = i;
      vi.advanceTimersByTime(100);
    }
    const last = shown.terminal
      .take()
      .split('\n')
      .findLast((line) => line.includes('return'))!;
    expect(/[▁▂▃▄▅▆▇█]+/.exec(last)![0]).toHaveLength(16);
    shown.progress.close();
  });

  it('promises no earlier end to a run without a target, and counts its episodes where these are its budget', () => {
    changes.targetReturn = null;
    changes.episodes = 20;
    const shown = onTerminal();
    vi.advanceTimersByTime(100);
    shown.terminal.take();
    const [, bar, , evaluation] = shown.frame(8);
    // 15 of 20 episodes, ten a second.
    expect(bar).toBe(`  ${'█'.repeat(18)}${'░'.repeat(6)}  1,500 of 11,000 steps, 0.50 s left`);
    expect(evaluation).toBe('  evaluation            -  no target');
    shown.progress.close();
  });

  it('shows restarts as soon as there are any, and who is down', () => {
    const shown = onTerminal();
    shown.frame(0);
    changes.restarts = [
      { actor: 0, reason: 'error', count: 2 },
      { actor: 1, reason: 'hung', count: 1 },
    ];
    changes.restarting = 1;
    expect(shown.frame(8).at(-1)).toBe(
      '  restarts              3  1 down, actor 0 error 2x, actor 1 hung 1x',
    );
    changes.restarting = 0;
    expect(shown.frame(9).at(-1)).toBe('  restarts              3  actor 0 error 2x, actor 1 hung 1x');
    shown.progress.close();
  });

  it('prints messages above the block, and below nothing when it is closed', () => {
    const shown = onTerminal();
    const lines = shown.frame(0);
    shown.progress.message('actor 0 is down');
    expect(shown.terminal.take()).toBe(`\x1b[8A\r\x1b[Jactor 0 is down\n${lines.join('\n')}\n`);
    shown.progress.close();
    shown.terminal.take();
    shown.progress.message('the learner does not keep up');
    expect(shown.terminal.take()).toBe('the learner does not keep up\n');
  });

  it('keeps within the width that the terminal has now', () => {
    const shown = onTerminal(new FakeTerminal(30));
    expect(Math.max(...shown.frame(0).map((line) => line.length))).toBe(29);
    shown.terminal.columns = 20;
    // Every line but the first, of 25, and those of 29 wraps: so many rows are gone over.
    vi.advanceTimersByTime(100);
    const [frame] = shown.terminal.writes.splice(0);
    const drawn = frame!.split('\x1b[K\n').slice(0, -1);
    expect(drawn.every((line) => line.replace(/^\x1b\[\d+A\r/, '').length <= 19)).toBe(true);
    shown.progress.close();
  });

  it('is not led astray by the name of the run', () => {
    changes.name = 'a\x1b[2Jrun\n';
    const shown = onTerminal();
    expect(shown.frame(0)[0]).toBe('dqn on CartPole-v1  a?[2Jrun?');
    shown.progress.close();
  });

  it('colours what it draws, unless NO_COLOR is set', () => {
    vi.stubEnv('NO_COLOR', undefined);
    const shown = onTerminal();
    const [title, bar] = shown.frame(0);
    expect(title).toBe('\x1b[1mdqn on CartPole-v1\x1b[22m  \x1b[2ma-run\x1b[22m');
    expect(bar).toMatch(/^ {2}\x1b\[32m█+\x1b\[39m\x1b\[2m░+\x1b\[22m {2}1,000 of 11,000 steps$/);
    shown.progress.close();
  });
});
