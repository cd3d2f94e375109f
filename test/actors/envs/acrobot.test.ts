import { ACROBOT } from '../../../src/actors/envs/acrobot.js';
import { describeParity } from './parity.js';

describeParity(
  ACROBOT,
  'acrobot',
  {
    state: 0, // none were recorded
    // One unit in the last place at 9 pi, the largest speed: sines may round differently in the last bit of float64,
    // and two links are chaotic enough to carry that into float32.
    observation: 2 ** -19,
    // NumPy takes the sine of a float32 start in float32, and we round ours to it.
    start: 0,
    reward: 0,
  },
  ['10', '01', '11'],
);
