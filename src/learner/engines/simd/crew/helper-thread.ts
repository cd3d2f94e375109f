/** A helper of the learner's thread: does its share of every round until it is told to stop. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../../shared/errors.js';
import { attachSharedKernels } from '../../../../shared/kernels/shared-kernels.js';
import { RoundMember } from '../../../../shared/memory/rounds.js';
import type { HelperData, HelperPlan } from './helper.js';
import { OrderSheet } from './orders.js';
import { Share } from './share.js';

const { rounds, orders, number, port } = workerData as HelperData;
const member = new RoundMember(rounds);
const order = new OrderSheet(orders);

function takePlan(): Share {
  const { message } = receiveMessageOnPort(port) as { readonly message: HelperPlan };
  const { kernels, plan } = message;
  return new Share(attachSharedKernels(kernels), new Float32Array(kernels.memory.buffer), plan, number);
}

function work(): void {
  let share: Share | undefined;
  for (;;) {
    member.enter();
    const { name } = order;
    if (name === 'stop') return;
    if (name === 'plan') share = takePlan();
    else share!.carryOut(order);
    member.finish();
  }
}

// Of a thread whose event loop has not begun Node says the same as of one that has ended.
await nextTurn();
parentPort!.postMessage('ready');
try {
  work();
} catch (error) {
  // It ends without finishing its round: that is how the learner's thread notices, and then it reads this.
  port.postMessage(messageOf(error));
}
port.close();
