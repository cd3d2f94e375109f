/** The engines that TensorFlow.js makes; its packages are optional. */
export const TFJS_ENGINES = ['tensorflow-gpu', 'tensorflow', 'webgpu', 'tfjs-wasm', 'tfjs-cpu'] as const;
export type TfjsEngineName = (typeof TFJS_ENGINES)[number];

/** What can compute updates. */
export const ENGINES = ['simd', ...TFJS_ENGINES] as const;
export type EngineName = (typeof ENGINES)[number];

/** The engines that compute on a GPU. */
export const GPU_ENGINES = ['tensorflow-gpu', 'webgpu'] as const satisfies readonly EngineName[];
