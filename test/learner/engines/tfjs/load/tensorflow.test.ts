import { describe, expect, it } from 'vitest';
import { HAS_TENSORFLOW } from '../../../../support/tensorflow.js';
import { loaded } from './support/loaded.js';

describe.runIf(HAS_TENSORFLOW)('tensorflow', () => {
  it('takes its turn with engines that bring another copy of the library', async () => {
    const engines = ['tensorflow', 'tfjs-wasm', 'tensorflow', 'tfjs-cpu'];
    const said = await loaded(engines);
    expect(said.map(({ engine, product }) => ({ engine, product }))).toEqual(
      engines.map((engine) => ({ engine, product: [6, 6] })),
    );
    expect(said[0]).toMatchObject({ backend: 'tensorflow', device: { kind: 'cpu', isSoftware: false } });
  });
});
