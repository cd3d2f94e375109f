import { describe, expect, it } from 'vitest';
import { contestantEnv } from '../../../bench/peers/environment.js';

describe('contestantEnv', () => {
  it('keeps what a program needs and leaves out what would decide how it runs', () => {
    const mine = { PATH: '/bin', MANYHANDS_RUN__SEED: '9', OMP_NUM_THREADS: '1', PYTHONPATH: '/x' };
    const env = contestantEnv({ ...mine, JAX_PLATFORMS: 'cuda', HOME: '/home' }, '/venv');
    expect(env).toEqual({
      PATH: '/bin',
      HOME: '/home',
      CUDA_VISIBLE_DEVICES: '',
      JAX_PLATFORMS: 'cpu',
      JAX_COMPILATION_CACHE_DIR: '/venv/compiled-jax',
      TORCHINDUCTOR_CACHE_DIR: '/venv/compiled-torch',
      PYTHONDONTWRITEBYTECODE: '1',
    });
  });
});
