/** One process of `npm run bench:ci`: prints its ratios as JSON. */
import { FULL_PACE } from '../pace.js';
import { measureSelection } from './measure-selection.js';

process.stdout.write(JSON.stringify(await measureSelection(FULL_PACE)));
