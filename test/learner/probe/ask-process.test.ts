import { describe, expect, it, vi } from 'vitest';
import { askProcess } from '../../../src/learner/probe/ask-process.js';
import type { ProbedTraining } from '../../../src/learner/probe/probe-messages.js';
import type { Behaviour } from './support/fake-process.js';

const ENTRY = new URL('./support/fake-process.js', import.meta.url);
const DEVICE = { name: 'Fake GPU', kind: 'gpu', isSoftware: false, memoryBytes: 8e9 };
const PATIENT = { answerSeconds: 60, endSeconds: 60 };

function ask(behaviour: Behaviour, limits: Parameters<typeof askProcess>[2] = PATIENT, entry = ENTRY) {
  const training = behaviour as unknown as ProbedTraining;
  return askProcess(entry, { engine: 'simd', training, seconds: 1 }, limits);
}

describe('askProcess', () => {
  it('hears answers from a process that prints whatever it likes', async () => {
    expect(await ask('answers among noise')).toEqual({
      ...{ device: DEVICE, millisecondsPerUpdate: 0.25, problem: null },
    });
  });

  it.each<[Behaviour, string]>([
    ['exits with 3', 'its process ended with exit code 3'],
    ['exits as if all were well', 'its process ended without an answer'],
    ['says why it fails', "engine 'simd': expected a driver, got none"],
  ])('tells why nothing came of a process that %s', async (behaviour, problem) => {
    expect(await ask(behaviour)).toEqual({ device: null, millisecondsPerUpdate: null, problem });
  });

  it('tells by what signal a process ended, its last words, and how far it came', async () => {
    expect(await ask('is killed when it has loaded')).toEqual({
      ...{ device: DEVICE, millisecondsPerUpdate: null },
      problem: 'its process was ended by SIGKILL: FATAL: the driver gave up',
    });
  });

  it('ends a process that hangs', async () => {
    expect(await ask('hangs', { answerSeconds: 0.5 })).toEqual({
      ...{ device: null, millisecondsPerUpdate: null, problem: 'no answer within 0.5 s' },
    });
  });

  it.each<[Behaviour, Parameters<typeof askProcess>[2], string]>([
    [
      'answers and does not end',
      { answerSeconds: 60, endSeconds: 0.1 },
      'its process answers and does not end',
    ],
    ['answers and is killed', PATIENT, 'its process was ended by SIGKILL'],
  ])('has a figure and a problem of a process that %s', async (behaviour, limits, problem) => {
    expect(await ask(behaviour, limits)).toEqual({ device: DEVICE, millisecondsPerUpdate: 0.25, problem });
  });

  it('tells of a module that is not there', async () => {
    const { problem } = await ask('hangs', PATIENT, new URL('./not-there.js', import.meta.url));
    expect(problem).toMatch(/^its process ended with exit code 1/);
  });

  it('leaves nothing behind that holds this process or listens to its end', async () => {
    const listeners = process.listenerCount('exit');
    const [set, clear] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')];
    await ask('answers among noise');
    const timers = set.mock.results.map(({ value }) => value as NodeJS.Timeout);
    const cleared = clear.mock.calls.map(([timer]) => timer);
    vi.restoreAllMocks();
    expect(timers.filter((timer) => !cleared.includes(timer))).toEqual([]);
    expect(timers.length).toBeGreaterThan(1);
    expect(process.listenerCount('exit')).toBe(listeners);
  });
});
