import { join } from 'node:path';

/** Settings of whoever calls that would decide how a contestant runs. */
const LEFT_OUT = /^(?:MANYHANDS_|OMP_|MKL_|OPENBLAS_|TORCH|JAX_|XLA_|PYTHON(?:PATH|HOME|STARTUP)$)/;

/**
 * The environment variables that every contestant is run with.
 *
 * @param venv - folder of the virtual environments, in which compiled code is kept from one run to the next
 */
export function contestantEnv(env: NodeJS.ProcessEnv, venv: string): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !LEFT_OUT.test(name))),
    // Everybody runs on the CPU.
    CUDA_VISIBLE_DEVICES: '',
    JAX_PLATFORMS: 'cpu',
    JAX_COMPILATION_CACHE_DIR: join(venv, 'compiled-jax'),
    TORCHINDUCTOR_CACHE_DIR: join(venv, 'compiled-torch'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
