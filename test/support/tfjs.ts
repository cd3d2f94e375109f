/** TensorFlow.js on its plain JavaScript backend. Gradients are registered by tfjs-layers, so it must come first. */
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

// Keeps its advertisement for the native backend out of the report.
tf.env().set('IS_TEST', true);
await tf.setBackend('cpu');

export { tf };
