/**
 * A number per row of a batch, in float64: what a distribution says of the rows, and what a loss answers.
 *
 * The arrays are at least as long as the batch, so take the number of rows from elsewhere; growing replaces them.
 */
export class PolicyRows {
  /** `log pi(a_i | s_i)`, of the density for a continuous action. */
  logProbability = new Float64Array(0);
  /** In nats. */
  entropy = new Float64Array(0);
  /** `dL / d logProbability_i`, written by the loss. */
  logProbabilityGradient = new Float64Array(0);
  /** `dL / d entropy_i`, written by the loss. */
  entropyGradient = new Float64Array(0);

  /** Makes room for a batch; what was in the arrays is lost if they grow. */
  reserve(numRows: number): void {
    if (this.entropy.length >= numRows) return;
    this.logProbability = new Float64Array(numRows);
    this.entropy = new Float64Array(numRows);
    this.logProbabilityGradient = new Float64Array(numRows);
    this.entropyGradient = new Float64Array(numRows);
  }
}
