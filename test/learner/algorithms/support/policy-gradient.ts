import type { PolicyCase } from './policies.js';
import type { Row } from '../conformance.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const uniform = (draw: () => number, low: number, high: number) => low + ((draw() + 1) / 2) * (high - low);

/** A row of a policy-gradient loss: action, outputs, advantage, and what else the loss asks for. */
export function drawPolicyGradientRow(
  policy: PolicyCase,
  columns: readonly string[],
  draw: () => number,
): Row {
  const drawn: Record<string, () => number> = {
    advantage: () => 2 * draw(),
    policyWeight: () => uniform(draw, 0.1, 1),
    value: () => 2 * draw(),
    valueTarget: () => 2 * draw(),
    valueWeight: () => uniform(draw, 0.01, 0.5),
  };
  return {
    ...policy.drawRow(draw),
    ...Object.fromEntries(columns.map((name) => [name, [drawn[name]!()]])),
  };
}

/** The policy's terms of the loss, summed with each row's weight or `1 / B`. */
export function policyReference(policy: PolicyCase, rows: readonly Row[], entropyCoefficient: number) {
  const weightOf = (row: Row) => row.policyWeight?.[0] ?? 1 / rows.length;
  const policyLoss = sum(rows.map((row) => -weightOf(row) * policy.logProbability(row) * row.advantage![0]!));
  const bonus = sum(rows.map((row) => weightOf(row) * policy.entropy(row)));
  const entropy = sum(rows.map((row) => policy.entropy(row))) / rows.length;
  return { loss: policyLoss - entropyCoefficient * bonus, policyLoss, entropy };
}

/** {@link policyReference} with the squared error of the values. */
export function policyAndValueReference(
  policy: PolicyCase,
  rows: readonly Row[],
  { entropyCoefficient, valueCoefficient }: { entropyCoefficient: number; valueCoefficient: number },
) {
  const weightOf = (row: Row) => row.valueWeight?.[0] ?? 1 / rows.length;
  const valueLoss = sum(rows.map((row) => weightOf(row) * (row.value![0]! - row.valueTarget![0]!) ** 2));
  const { loss, ...metrics } = policyReference(policy, rows, entropyCoefficient);
  return { ...metrics, valueLoss, loss: loss + valueCoefficient * valueLoss };
}
