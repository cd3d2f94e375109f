/** The thread of an actor that is given other parts than usual. */
import { workerData } from 'node:worker_threads';
import { Actor, type ActorParts } from '../../../src/actors/actor.js';
import { actorOptions, actorParts } from '../../../src/actors/build-actor.js';
import { bareParts } from './bare-parts.js';
import type { FittedActorTask } from './fitting.js';
import { profiledParts } from './profiled-parts.js';
import { recordingParts } from './recording-parts.js';
import { timedParts } from './timed-parts.js';

function fit(parts: ActorParts, { task, fitting }: FittedActorTask): ActorParts {
  switch (fitting.kind) {
    case 'timed':
      return timedParts(parts, task, fitting.times);
    case 'bare':
      return bareParts(parts, task, fitting.times);
    case 'profiled':
      return profiledParts(parts, task, fitting.profile);
    case 'recording':
      return recordingParts(parts, task, fitting.log);
  }
}

const fitted = workerData as FittedActorTask;
new Actor(fit(actorParts(fitted.task), fitted), actorOptions(fitted.task)).run();
