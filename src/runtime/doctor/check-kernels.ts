import { messageOf } from '../../shared/errors.js';
import { loadKernelModule } from '../../shared/kernels/load.js';
import { createSharedKernels } from '../../shared/kernels/shared-kernels.js';
import type { Check } from './check.js';

/** `(func (result v128) i32.const 0 i8x16.splat)`, by the binary format of WebAssembly 2.0. */
const SIMD_MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b],
);

/** Whether the compiled kernels are there and this CPU has what they are made of. */
export function checkKernels(load = loadKernelModule, createShared = createSharedKernels): Check {
  const name = 'kernels';
  if (!WebAssembly.validate(SIMD_MODULE)) {
    // V8 asks for SSE4.1 on x86; https://v8.dev/features/simd
    return { name, state: 'bad', detail: 'no SIMD in WebAssembly: an x86 CPU needs SSE4.1 for it' };
  }
  try {
    load();
    createShared(0);
    return { name, state: 'ok', detail: 'WebAssembly with SIMD, in private and in shared memory' };
  } catch (error) {
    return { name, state: 'bad', detail: messageOf(error) };
  }
}
