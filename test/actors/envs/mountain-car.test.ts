import { MOUNTAIN_CAR } from '../../../src/actors/envs/mountain-car.js';
import { describeParity } from './parity.js';

describeParity(
  MOUNTAIN_CAR,
  'mountain-car',
  {
    // Cosines may round differently in the last bit, which a valley does not multiply much over 200 steps.
    state: 1e-12,
    // One unit in the last place at 1.2, the left wall: float32 may round across such a difference.
    observation: 2 ** -23,
    start: 0,
    reward: 0,
  },
  ['10', '01', '11'],
);
