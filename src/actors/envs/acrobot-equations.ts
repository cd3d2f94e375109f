const GRAVITY = 9.8;
const MASS_1 = 1;
const MASS_2 = 1;
const LENGTH_1 = 1;
/** Where a link's centre of mass is on it. */
const CENTRE_1 = 0.5;
const CENTRE_2 = 0.5;
const INERTIA_1 = 1;
const INERTIA_2 = 1;

/**
 * How the state of two links, joined and hanging, changes under a torque at the joint between them.
 *
 * ```text
 *   d1   = m1 lc1^2 + m2 (l1^2 + lc2^2 + 2 l1 lc2 cos t2) + I1 + I2
 *   d2   = m2 (lc2^2 + l1 lc2 cos t2) + I2
 *   phi2 = m2 lc2 g cos(t1 + t2 - pi/2)
 *   phi1 = -m2 l1 lc2 t2'^2 sin t2 - 2 m2 l1 lc2 t2' t1' sin t2 + (m1 lc1 + m2 l1) g cos(t1 - pi/2) + phi2
 *   t2'' = (torque + d2/d1 phi1 - m2 l1 lc2 t1'^2 sin t2 - phi2) / (m2 lc2^2 + I2 - d2^2/d1)
 *   t1'' = -(d2 t2'' + phi1) / d1
 * ```
 *
 * Two links are chaotic, so the operations stand in Gymnasium's order.
 *
 * Source: R. S. Sutton, A. G. Barto, "Reinforcement Learning: An Introduction", the acrobot.
 *
 * @param state - theta 1, theta 2 and their speeds
 * @param slope - receives their derivatives by time
 */
export function doublePendulumAccelerations(state: Float64Array, torque: number, slope: Float64Array): void {
  const theta1 = state[0]!;
  const theta2 = state[1]!;
  const speed1 = state[2]!;
  const speed2 = state[3]!;
  const sin2 = Math.sin(theta2);
  const cos2 = Math.cos(theta2);
  const coupling = MASS_2 * LENGTH_1 * CENTRE_2;

  const d1 =
    MASS_1 * CENTRE_1 ** 2 +
    MASS_2 * (LENGTH_1 ** 2 + CENTRE_2 ** 2 + 2 * LENGTH_1 * CENTRE_2 * cos2) +
    INERTIA_1 +
    INERTIA_2;
  const d2 = MASS_2 * (CENTRE_2 ** 2 + LENGTH_1 * CENTRE_2 * cos2) + INERTIA_2;
  const phi2 = MASS_2 * CENTRE_2 * GRAVITY * Math.cos(theta1 + theta2 - Math.PI / 2);
  const phi1 =
    -coupling * (speed2 * speed2) * sin2 -
    2 * coupling * speed2 * speed1 * sin2 +
    (MASS_1 * CENTRE_1 + MASS_2 * LENGTH_1) * GRAVITY * Math.cos(theta1 - Math.PI / 2) +
    phi2;
  const acceleration2 =
    (torque + (d2 / d1) * phi1 - coupling * (speed1 * speed1) * sin2 - phi2) /
    (MASS_2 * CENTRE_2 ** 2 + INERTIA_2 - (d2 * d2) / d1);
  slope[0] = speed1;
  slope[1] = speed2;
  slope[2] = -(d2 * acceleration2 + phi1) / d1;
  slope[3] = acceleration2;
}
