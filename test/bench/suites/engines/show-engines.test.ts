import { describe, expect, it } from 'vitest';
import { summarizeRounds, type Measurement } from '../../../../bench/measure.js';
import { showEngines } from '../../../../bench/suites/engines/show-engines.js';

function figuresOf(engine: string, batchSize: number, updates: number, note: string): Measurement[] {
  const parameters = { engine, network: 'Nature', batchSize };
  const figure = (unit: string, value: number) => ({
    ...summarizeRounds(`${engine} ${unit}`, unit, [value], parameters),
    note,
  });
  return [
    figure('updates/s', updates),
    figure('samples/s', batchSize * updates),
    figure('% of update time', 12.34),
  ];
}

describe('showEngines', () => {
  it('puts engines side by side, case by case, and how far each is ahead of simd', () => {
    const text = showEngines([
      ...figuresOf('simd', 32, 10, 'a CPU'),
      ...figuresOf('webgpu', 32, 250, 'a GPU'),
      ...figuresOf('webgpu', 256, 100, 'a GPU'),
    ]);
    expect(text.split('\n')).toEqual([
      '',
      'DQN Nature, batch 32',
      '  engine   updates/s   samples/s   transfers   over simd   rounds',
      '  simd            10         320      12.3 %         1 x        1   a CPU',
      '  webgpu         250       8,000      12.3 %        25 x        1   a GPU',
      '',
      'DQN Nature, batch 256',
      '  engine   updates/s   samples/s   transfers   over simd   rounds',
      '  webgpu         100      25,600      12.3 %           -        1   a GPU',
      '',
    ]);
  });
});
