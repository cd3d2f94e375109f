import type { KernelExports, Pointer } from '../../../shared/kernels/exports.js';

/** Where the target parameters follow the online ones, and how. Plain data. */
export interface TargetPlan {
  readonly target: Pointer;
  readonly online: Pointer;
  /** As of `TargetUpdate`. */
  readonly tau: number;
}

/**
 * Lets `count` target parameters, from number `first` on, follow the online ones.
 *
 * @param memory - the whole of the kernel memory
 */
export function moveTarget(
  run: KernelExports,
  memory: Float32Array,
  { target, online, tau }: TargetPlan,
  first: number,
  count: number,
): void {
  const offset = 4 * first;
  // A copy, because 0 * target + online is not online where either is infinite or -0.
  if (tau === 1)
    memory.copyWithin((target + offset) / 4, (online + offset) / 4, (online + offset) / 4 + count);
  else run.polyakBlend(target + offset, online + offset, count, tau, 1 - tau);
}
