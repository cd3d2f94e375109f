/** Starts a crew, has it make an update, and goes away: without a word to it, unless the argument says `stop`. */
import { Crew } from '../../../../../../src/learner/engines/simd/crew/crew.js';
import { dqnEngine, fillBatch } from '../../../../support/dqn-engine.js';

const crew = await Crew.start(3);
const { engine } = dqnEngine({ crew });
fillBatch(engine.batch, 3, 0);
engine.update();
if (process.argv[2] === 'stop') await crew.stop();
console.log('done');
