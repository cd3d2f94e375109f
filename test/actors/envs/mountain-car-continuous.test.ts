import { MOUNTAIN_CAR_CONTINUOUS } from '../../../src/actors/envs/mountain-car-continuous.js';
import { describeParity } from './parity.js';

// To the bit: the state is rounded to float32 in every step, and that swallows the last bit of a float64 cosine.
const EXACT = { state: 0, observation: 0, start: 0, reward: 0 };

describeParity(MOUNTAIN_CAR_CONTINUOUS, 'mountain-car-continuous', EXACT, ['10', '01', '11']);
