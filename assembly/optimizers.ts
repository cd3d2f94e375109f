// Optimizer steps over flat parameters. `gradientScale` multiplies the gradient as it is read: clipping by global norm costs no
// pass of its own. Every kernel reads up to 3 floats past its arrays and writes exactly.
import { mulAdd, storeLanes } from './simd';

/** 2^-126. */
const LEAST_NORMAL: f32 = 1.1754943508222875e-38;

/**
 * One step of Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1), epsilon outside the root as in PyTorch:
 *
 *   m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g^2
 *   p = p - stepSize * m / (sqrt(v) * inverseRootCorrection + epsilon)
 *
 * @param stepSize learning rate / (1 - beta1^t)
 * @param inverseRootCorrection 1 / sqrt(1 - beta2^t)
 */
export function adamStep(
  parameters: usize,
  gradient: usize,
  firstMoment: usize,
  secondMoment: usize,
  length: i32,
  stepSize: f32,
  beta1: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  inverseRootCorrection: f32,
  epsilon: f32,
  gradientScale: f32,
): void {
  for (; length > 0; length -= 4) {
    let g = f32x4.mul(v128.load(gradient), f32x4.splat(gradientScale));
    let m = mulAdd(f32x4.mul(v128.load(firstMoment), f32x4.splat(beta1)), g, f32x4.splat(oneMinusBeta1));
    let v = mulAdd(
      f32x4.mul(v128.load(secondMoment), f32x4.splat(beta2)),
      f32x4.mul(g, g),
      f32x4.splat(oneMinusBeta2),
    );
    let root = mulAdd(f32x4.splat(epsilon), f32x4.sqrt(v), f32x4.splat(inverseRootCorrection));
    let step = f32x4.div(f32x4.mul(m, f32x4.splat(stepSize)), root);
    storeLanes(firstMoment, m, length);
    storeLanes(secondMoment, v, length);
    storeLanes(parameters, f32x4.sub(v128.load(parameters), step), length);
    parameters += 16;
    gradient += 16;
    firstMoment += 16;
    secondMoment += 16;
  }
}

/**
 * One step of RMSProp (Hinton 2012, lecture 6e), not centered, without momentum, epsilon outside the root as in PyTorch:
 *
 *   v = alpha v + (1 - alpha) g^2        p = p - learningRate * g / (sqrt(v) + epsilon)
 */
export function rmsPropStep(
  parameters: usize,
  gradient: usize,
  secondMoment: usize,
  length: i32,
  learningRate: f32,
  alpha: f32,
  oneMinusAlpha: f32,
  epsilon: f32,
  gradientScale: f32,
): void {
  for (; length > 0; length -= 4) {
    let g = f32x4.mul(v128.load(gradient), f32x4.splat(gradientScale));
    let v = mulAdd(
      f32x4.mul(v128.load(secondMoment), f32x4.splat(alpha)),
      f32x4.mul(g, g),
      f32x4.splat(oneMinusAlpha),
    );
    let root = f32x4.add(f32x4.sqrt(v), f32x4.splat(epsilon));
    let step = f32x4.div(f32x4.mul(g, f32x4.splat(learningRate)), root);
    storeLanes(secondMoment, v, length);
    storeLanes(parameters, f32x4.sub(v128.load(parameters), step), length);
    parameters += 16;
    gradient += 16;
    secondMoment += 16;
  }
}

/**
 * 0 in place of every number too small for a normal one. Moments that only decay would end as denormal numbers and stay there, as the
 * least of them times 0.9 rounds to itself; and each operation on one takes many times as long.
 */
export function flushDenormals(x: usize, length: i32): void {
  for (; length > 0; length -= 4, x += 16) {
    let value = v128.load(x);
    let isTiny = f32x4.lt(f32x4.abs(value), f32x4.splat(LEAST_NORMAL));
    storeLanes(x, v128.andnot(value, isTiny), length);
  }
}

/** `target = tau * online + (1 - tau) * target` (Lillicrap et al. 2016, arXiv:1509.02971, section 3). */
export function polyakBlend(target: usize, online: usize, length: i32, tau: f32, oneMinusTau: f32): void {
  for (; length > 0; length -= 4, target += 16, online += 16) {
    let kept = f32x4.mul(v128.load(target), f32x4.splat(oneMinusTau));
    storeLanes(target, mulAdd(kept, v128.load(online), f32x4.splat(tau)), length);
  }
}
