import type { UnrollFormat } from '../../../shared/memory/block-layout.js';
import type { NetworkSpec } from '../../../shared/network/spec.js';
import type { TransitionBatch } from '../../replay/uniform-sampler.js';
import type { ForwardPass, UpdateProgram } from '../algorithm.js';
import type { DqnConfig } from './config.js';
import { tdLoss, tdLossTensor, type TdLossOptions } from './loss.js';

/** What the forward passes of DQN give. Shapes `[B, A]`. */
export interface DqnOutputs {
  readonly qTm1: Float32Array;
  readonly qTargetT: Float32Array;
  /** Only with Double DQN. */
  readonly qOnlineT?: Float32Array;
}

/** DQN, or Double DQN, as an engine sees it. */
export function dqnProgram(
  config: DqnConfig,
  network: NetworkSpec,
  { observationSize, observationDtype }: Pick<UnrollFormat, 'observationSize' | 'observationDtype'>,
): UpdateProgram<TransitionBatch, DqnOutputs, 'qTm1'> {
  const passes: [ForwardPass<TransitionBatch, DqnOutputs>, ...ForwardPass<TransitionBatch, DqnOutputs>[]] = [
    { parameters: 'online', input: 'observationTm1', outputs: { output: 'qTm1' } },
    { parameters: 'target', input: 'observationT', outputs: { output: 'qTargetT' } },
  ];
  if (config.double)
    passes.push({ parameters: 'online', input: 'observationT', outputs: { output: 'qOnlineT' } });
  const options: TdLossOptions =
    config.loss === 'mse'
      ? { huberDelta: Infinity, scale: 1 }
      : { huberDelta: config.huberDelta, scale: 0.5 };

  const observation = { shape: [observationSize], dtype: observationDtype };
  return {
    network,
    batchColumns: [
      { name: 'observationTm1', ...observation },
      { name: 'actionTm1', shape: [], dtype: 'int32' },
      { name: 'rewardT', shape: [], dtype: 'float32' },
      { name: 'discountT', shape: [], dtype: 'float32' },
      { name: 'observationT', ...observation },
    ],
    passes,
    target: config.target,
    loss(batch, { qTm1, qTargetT, qOnlineT = qTargetT }, gradients, metrics) {
      const { actionTm1, rewardT, discountT } = batch;
      tdLoss(
        { qTm1, qTargetT, qSelectorT: qOnlineT, actionTm1, rewardT, discountT },
        options,
        gradients.qTm1,
        metrics,
      );
    },
    lossTensor(tf, { actionTm1, rewardT, discountT }, { qTm1, qTargetT, qOnlineT = qTargetT }) {
      const tensors = { qTm1, qTargetT, qSelectorT: qOnlineT, actionTm1, rewardT, discountT };
      return tdLossTensor(tf, tensors, options);
    },
  };
}
