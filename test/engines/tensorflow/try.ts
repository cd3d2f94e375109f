/** Computes with the addon, on the main thread or in a worker, and says by which TensorFlow. */
import { isMainThread, parentPort } from 'node:worker_threads';
import { loadAddon } from './load-addon.js';

const tf = await loadAddon();
// A fused product, as networks are made of, and its gradient at the weights: twice the sums of x over its rows.
const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
const gradient = tf.grad((w) => tf.sum(tf.mul(tf.fused.matMul({ a: x, b: w, activation: 'relu' }), 2)))(
  tf.ones([2, 2]),
);
const got = (await gradient.data()).join(' ');
if (got !== '8 8 12 12') throw new Error(`expected the gradient 8 8 12 12, got ${got}`);

const { binding } = tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } };
const said = `TensorFlow ${binding.TF_Version} computes on Node ${process.version}.`;
if (isMainThread) console.log(said);
else parentPort!.postMessage(said);
