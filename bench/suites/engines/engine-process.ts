/** The process of one engine: answers questions, one at a time, until nobody is left to ask. */
import type { TfjsBackend } from '../../../src/learner/engines/tfjs/backend.js';
import type { EngineName } from '../../../src/shared/config/engines.js';
import { messageOf } from '../../../src/shared/errors.js';
import { describeMachine } from '../../machine.js';
import type { Answers, LoadedEngine, Question, Reply } from './messages.js';
import { prepare } from './prepare.js';
import { WorkingEngine } from './working-engine.js';

let backend: TfjsBackend | undefined;
let engine: WorkingEngine | undefined;

async function answer(question: Question): Promise<Answers[keyof Answers]> {
  switch (question.kind) {
    case 'load':
      return load(question.engine);
    case 'prepare': {
      const { one, pace } = question;
      engine = new WorkingEngine(backend, one);
      return prepare(engine, one.batchSize, pace);
    }
    case 'round':
      return engine!.round(question.updates);
    case 'leave':
      await engine?.close();
      engine = undefined;
      return null;
  }
}

async function load(name: EngineName): Promise<LoadedEngine> {
  if (name === 'simd') return { device: describeMachine().cpu, isSoftware: false };
  const { loadBackend } = await import('../../../src/learner/engines/tfjs/load/load-backend.js');
  backend = await loadBackend(name);
  return { device: backend.device.name, isSoftware: backend.device.isSoftware };
}

async function reply(question: Question): Promise<Reply> {
  try {
    return { answer: await answer(question) };
  } catch (error) {
    return { failure: messageOf(error).split('\n', 1)[0]! };
  }
}

process.on('message', (question: Question) => {
  void reply(question).then((said) => process.send!(said));
});
// The device is given back by whoever has it, on the way out.
process.once('disconnect', () => {
  void Promise.resolve(backend?.close()).finally(() => process.exit());
});
