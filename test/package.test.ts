import { describe, expect, it } from 'vitest';
import * as manyhands from 'manyhands';

describe('the package', () => {
  it('imports itself by name and exports what it promises', () => {
    expect(Object.keys(manyhands).sort()).toEqual(
      [
        'ERROR_CODES',
        'ManyhandsError',
        'Pcg64',
        'box',
        'discrete',
        'environmentIds',
        'frameStack',
        'loadPolicy',
        'makeEnvironment',
        'registerEnvironment',
        'train',
      ].sort(),
    );
  });

  it('makes an environment that follows the contract', () => {
    const environment = manyhands.makeEnvironment('CartPole-v1');
    const { observation, info } = environment.reset({ seed: 42 });
    // Printed in Gymnasium's documentation for reset(seed=42).
    expect([...observation].map((x) => x.toFixed(7))).toEqual([
      '0.0273956',
      '-0.0061122',
      '0.0358598',
      '0.0197368',
    ]);
    expect(info).toEqual({});
    expect(environment.step(1)).toMatchObject({ reward: 1, terminated: false, truncated: false, info: {} });
  });
});
