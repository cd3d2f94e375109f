import { messageOf } from '../../../src/shared/errors.js';
import type { EngineName } from '../../../src/shared/config/engines.js';
import { summarizeRounds, type Measurement } from '../../measure.js';
import type { SuiteOptions } from '../../suites.js';
import { nameOf, type EngineCase } from './engine-cases.js';
import { EngineHost } from './engine-host.js';
import type { LoadedEngine, Prepared } from './messages.js';
import type { EnginePace } from './engine-pace.js';
import type { RoundTimes } from './working-engine.js';

/** An engine that loaded. */
interface Contestant {
  readonly host: EngineHost;
  readonly loaded: LoadedEngine;
}

/** One that is ready for a case, and its rounds. */
interface Ready extends Contestant, Prepared {
  readonly numRounds: number;
  readonly rounds: RoundTimes[];
}

/** Says what is left out, and why. */
export type LeaveOut = NonNullable<SuiteOptions['leaveOut']>;

/**
 * The same updates on several engines, each in a process of its own, case by case and round by round in turns: in an order that turns
 * about, so that what the machine does meanwhile falls on all alike. Only one of them works at a time.
 */
export async function compareEngines(
  engines: readonly EngineName[],
  cases: readonly EngineCase[],
  pace: EnginePace,
  leaveOut: LeaveOut,
): Promise<Measurement[]> {
  const contestants: Contestant[] = [];
  try {
    for (const engine of engines) {
      const host = new EngineHost(engine);
      const loaded = await attempt(host.ask('load', { engine }));
      if (!('why' in loaded)) contestants.push({ host, loaded });
      else {
        leaveOut(engine, loaded.why);
        await host.end();
      }
    }
    const measurements: Measurement[] = [];
    for (const one of cases) measurements.push(...(await measureCase(contestants, one, pace, leaveOut)));
    return measurements;
  } finally {
    for (const { host } of contestants) await host.end();
  }
}

async function measureCase(
  contestants: readonly Contestant[],
  one: EngineCase,
  pace: EnginePace,
  leaveOut: LeaveOut,
): Promise<Measurement[]> {
  const ready = new Set<Ready>();
  const dropped = ({ host }: Contestant, why: string): void =>
    leaveOut(`${nameOf(one)}, ${host.engine}`, why);
  for (const contestant of contestants) {
    const prepared = await attempt(contestant.host.ask('prepare', { one, pace }));
    if ('why' in prepared) dropped(contestant, prepared.why);
    else ready.add({ ...contestant, ...prepared, numRounds: roundsWithin(pace, prepared), rounds: [] });
  }
  for (let round = 0; round < pace.rounds; round++) {
    const turn = [...ready].filter(({ numRounds }) => round < numRounds);
    for (const contestant of round % 2 === 0 ? turn : turn.toReversed()) {
      const { host, updates, rounds } = contestant;
      const times = await attempt(host.ask('round', { updates }));
      if (!('why' in times)) rounds.push(times);
      else {
        dropped(contestant, times.why);
        ready.delete(contestant);
      }
    }
  }
  // One that has ended has left.
  for (const { host } of contestants) await attempt(host.ask('leave', {}));
  return [...ready].flatMap((contestant) => figuresOf(one, contestant));
}

/** What was asked for, or why it was not to be had. */
async function attempt<Answer extends object | null>(
  answer: Promise<Answer>,
): Promise<Answer | { readonly why: string }> {
  try {
    return await answer;
  } catch (error) {
    return { why: messageOf(error) };
  }
}

/** As many as the pace has, and fewer of an engine that would take too long. */
function roundsWithin({ rounds, fewestRounds, caseNanoseconds }: EnginePace, one: Prepared): number {
  const fitting = Math.floor(caseNanoseconds / (one.updates * one.updateNanoseconds));
  return Math.min(rounds, Math.max(fewestRounds, fitting));
}

function figuresOf(one: EngineCase, { host, loaded, rounds }: Ready): Measurement[] {
  const { engine } = host;
  const { device, isSoftware } = loaded;
  const name = `${nameOf(one)}, ${engine}`;
  const { network, batchSize } = one;
  const parameters = { engine, network, batchSize, ...(isSoftware && { adapter: 'software' }) };
  const note = isSoftware ? `${device}, a software adapter` : device;
  const figure = (label: string, unit: string, read: (times: RoundTimes) => number): Measurement => ({
    ...summarizeRounds(`${name}${label}`, unit, rounds.map(read), parameters),
    note,
  });
  return [
    figure('', 'updates/s', ({ updateNanoseconds }) => 1e9 / updateNanoseconds),
    figure(': samples', 'samples/s', ({ updateNanoseconds }) => (1e9 * batchSize) / updateNanoseconds),
    figure(': transfers', '% of update time', (times) => {
      return (100 * times.transferNanoseconds) / times.updateNanoseconds;
    }),
  ];
}
