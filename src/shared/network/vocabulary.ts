/** What a dense layer does to its weighted sums. */
export const ACTIVATIONS = ['linear', 'relu', 'tanh'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** The name of the output of a network without heads. */
export const SOLE_OUTPUT = 'output';
