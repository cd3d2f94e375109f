import { expect } from 'vitest';
import type { Engine, NetworkOutputs } from '../../../../src/learner/engines/engine.js';
import type { TfjsEngineSettings } from '../../../../src/learner/engines/tfjs/tfjs-engine.js';
import { distanceOf, expectFigures, largest, strayOf, strayOfChange } from './closeness.js';
import type { Columns } from './programs.js';
import { createSimd, type CreateEngine } from './subjects.js';
import { makeCase, type MadeCase, type UpdateCase } from './update-case.js';

/**
 * Relative error of new weights, moments and targets. Float32 makes some 1e-6 of an update here, and no more of hundreds: batches that
 * differ lead both engines back to each other. A factor that is off in its third digit makes more than this.
 */
export const STATE_TOLERANCE = 1e-4;
/** Relative error of figures and of a network's outputs, which are sums of a few dozen terms, and of thousands at most. */
export const OUTPUT_TOLERANCE = 1e-5;

/** An engine and `simd` beside it, which are told the same and have to say the same. */
export class Twins {
  private constructor(
    readonly made: MadeCase,
    readonly engine: Engine<Columns>,
    readonly simd: Engine<Columns>,
  ) {}

  static async create(
    create: CreateEngine,
    given: UpdateCase,
    settings: Partial<TfjsEngineSettings> = {},
  ): Promise<Twins> {
    const made = makeCase(given);
    const all = { ...made.settings, ...settings };
    return new Twins(made, await create(made.program, all), createSimd(made.program, all));
  }

  get all(): readonly Engine<Columns>[] {
    return [this.engine, this.simd];
  }

  /** Sets the step size, resizes, writes parameters: tells both. */
  tell(what: (engine: Engine<Columns>) => void): void {
    this.all.forEach(what);
  }

  /** Writes the next batch of both. */
  fill(seed: number): void {
    for (const { batch } of this.all) this.made.fill(batch, seed);
  }

  /** Makes an update of both on the batch of a seed. @returns the engine's figures, which are those of `simd`, or nothing */
  async update(seed: number) {
    this.fill(seed);
    const [figures, wanted] = [await this.engine.update(), await this.simd.update()];
    if (figures !== undefined) expectFigures(figures, wanted!, OUTPUT_TOLERANCE);
    return figures;
  }

  /** Asks both for outputs. */
  async expectSameOutputs(
    ask: (engine: Engine<Columns>) => ReturnType<Engine<Columns>['predict']>,
  ): Promise<void> {
    expectOutputs(await ask(this.engine), await ask(this.simd));
  }

  /** Holds parameters and optimizer state to each other. */
  async expectSameState(): Promise<void> {
    const [got, wanted] = [await stateOf(this.engine), await stateOf(this.simd)];
    expectState(this.made, got, wanted);
  }
}

/** All that updates change, as copies. */
export async function stateOf(engine: Engine<Columns>): Promise<Readonly<Record<string, Float32Array>>> {
  const [parameters, optimizerState] = [engine.readParameters(), engine.optimizerState()];
  return { parameters: (await parameters).slice(), ...(await optimizerState) };
}

/** Holds a state to another of the same case. */
export function expectState(
  { layout, settings }: MadeCase,
  got: Readonly<Record<string, Float32Array>>,
  wanted: Readonly<Record<string, Float32Array>>,
): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, values] of Object.entries(wanted)) {
    const { initialParameters: first } = settings;
    if (name === 'adam.steps') expect(got[name]).toEqual(values);
    else {
      const isChange = name === 'parameters' || name === 'target';
      const stray = isChange
        ? strayOfChange(layout, first, got[name]!, values, STATE_TOLERANCE)
        : strayOf(layout, got[name]!, values, STATE_TOLERANCE);
      expect(stray, name).toBeLessThanOrEqual(1);
    }
  }
}

/** Relative to the largest number of an output. */
function expectOutputs(got: NetworkOutputs, wanted: NetworkOutputs): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, values] of Object.entries(wanted)) {
    expect(got[name]!.length, name).toBe(values.length);
    const stray = distanceOf(got[name]!, values) / largest(values);
    expect(stray, name).toBeLessThanOrEqual(OUTPUT_TOLERANCE);
  }
}
