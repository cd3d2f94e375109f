// What the host sees. Pointers are byte offsets into this module's memory, which the host alone lays out; the host keeps at least
// 16 readable bytes after every array. Nothing here allocates.
export { reluBackward, tanhBackward, tanhForward } from './activations';
export { bytesToFloats } from './bytes';
export { conv2dForward, conv2dInputGradient, conv2dWeightGradient } from './conv2d';
export { denseForward, denseInputGradient, denseWeightGradient } from './dense';
export { adamStep, flushDenormals, polyakBlend, rmsPropStep } from './optimizers';
export { multiplyAddPeak } from './peak';
export { argmaxRows, columnSums, sumOfSquares } from './reduce';
export { addInto, normalizeRows, repeatRow, scaleInto } from './rows';
export { logSoftmaxRows, logSumExpRows, softmaxRows } from './softmax';

/** The module's own data ends here: the host lays out what comes after. */
export const firstFreeByte: usize = __heap_base;
