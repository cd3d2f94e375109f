import type { TfjsEngineName } from '../../../shared/config/engines.js';
import type { Awaitable } from '../../awaitable.js';
import type { Device } from '../device.js';
import type { Tensor, Tf } from './tf.js';

/** How a backend wants products written that it has more than one way for. */
export interface BackendTraits {
  /** Whether a product with a transposed matrix is slower than transposing it first. */
  readonly transposesFirst: boolean;
  /** Whether a convolution's filter gradient has a kernel of its own. */
  readonly hasFilterGradient: boolean;
  /** Whether the kernel of a convolution's input gradient is about as quick as that of a convolution. */
  readonly hasQuickInputGradient: boolean;
}

/**
 * Bytes as float32 numbers on the device, having gone up as bytes. Call it inside of a `tidy`; like the values of any other tensor, they
 * may be read as late as by the first operation.
 */
export type ByteUpload = (bytes: Uint8Array, shape: number[]) => Tensor;

/** TensorFlow.js, ready on one device. One a thread at a time: the library knows one current backend. */
export interface TfjsBackend {
  readonly engine: TfjsEngineName;
  readonly tf: Tf;
  readonly device: Device;
  readonly traits: BackendTraits;
  readonly uploadBytes: ByteUpload;
  /** Gives the device back. Nothing may be asked of {@link tf} after it. */
  close(): Awaitable<void>;
}
