import { parentPort, workerData } from 'node:worker_threads';
import type { ActorTask } from '../../../src/actors/actor-task.js';
import { act } from '../../../src/actors/actor-thread.js';

parentPort!.postMessage(await act(workerData as ActorTask));
