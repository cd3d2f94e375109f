import type { Pointer } from '../kernels/exports.js';
import type { Kernels } from '../kernels/kernels.js';
import type { ForwardStep } from './plan.js';

/** Runs one layer on `batch` rows. */
export function runForward(
  run: Kernels['run'],
  { layer, x, y }: ForwardStep,
  batch: number,
  scratch: Pointer,
): void {
  const { inputs, outputs } = layer;
  switch (layer.kind) {
    case 'dense': {
      const relu = layer.activation === 'relu' ? 1 : 0;
      run.denseForward(x, layer.weight, layer.bias, y, batch, inputs, outputs, relu, scratch);
      if (layer.activation === 'tanh') run.tanhForward(y, y, batch * outputs);
      return;
    }
    case 'conv2d': {
      const { height, width, channels, filters, size, stride } = layer;
      const relu = layer.activation === 'relu' ? 1 : 0;
      run.conv2dForward(
        x,
        layer.weight,
        layer.bias,
        y,
        batch,
        height,
        width,
        channels,
        filters,
        size,
        stride,
        relu,
        scratch,
      );
      if (layer.activation === 'tanh') run.tanhForward(y, y, batch * outputs);
      return;
    }
    case 'scale':
      run.scaleInto(x, layer.factor, y, batch * outputs);
      return;
    case 'normalize':
      run.normalizeRows(x, layer.mean, layer.scale, layer.limit, y, batch, inputs);
      return;
    case 'constant':
      run.repeatRow(layer.value, y, batch, outputs);
      return;
  }
}
