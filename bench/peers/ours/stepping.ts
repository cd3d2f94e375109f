/** CartPole-v1 alone, as `python/stepping.py` steps it: the same figure as `manyhands bench env`. */
import { envSuite } from '../../suites/env.js';
import { answer } from './answer.js';

const NAME = 'CartPole-v1, 32 environments';

const { value } = (await envSuite({ isQuick: false })).find(({ name }) => name === NAME)!;
answer([{ name: NAME, unit: 'env steps/s', value }]);
