/** Starts a crew, has it make an update, and goes away without a word to it. */
import { Crew } from '../../../../../../src/learner/engines/simd/crew/crew.js';
import { dqnEngine, fillBatch } from '../../../../support/dqn-engine.js';

const { engine } = dqnEngine({ crew: await Crew.start(3) });
fillBatch(engine.batch, 3, 0);
engine.update();
console.log('done');
