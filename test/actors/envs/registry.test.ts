import { describe, expect, it } from 'vitest';
import { BUILT_IN, type EnvironmentRegistration } from '../../../src/actors/envs/environment-kind.js';
import {
  createVectorEnvironment,
  environmentIds,
  environmentSpec,
  makeEnvironment,
  registerEnvironment,
} from '../../../src/actors/envs/registry.js';
import { Corridor } from './support/corridor.js';

const create = () => new Corridor();
const errorWith = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error;

describe('the environment registry', () => {
  it('knows what comes with the package and what is registered', () => {
    registerEnvironment('Corridor-v1', { create, maxEpisodeSteps: 30, returnThreshold: 5 });
    expect(environmentIds()).toEqual([...BUILT_IN.keys(), 'Corridor-v1']);
    expect(environmentSpec('Corridor-v1')).toEqual({
      id: 'Corridor-v1',
      observationSpace: create().observationSpace,
      actionSpace: create().actionSpace,
      maxEpisodeSteps: 30,
      returnThreshold: 5,
    });
    expect(environmentSpec('Corridor-v1', { maxEpisodeSteps: 7 }).maxEpisodeSteps).toBe(7);
    expect(environmentSpec('Corridor-v1', { maxEpisodeSteps: null }).maxEpisodeSteps).toBe(null);
  });

  it('leaves limit and threshold open unless they are given', () => {
    registerEnvironment('Corridor-v2', { create });
    expect(environmentSpec('Corridor-v2')).toMatchObject({ maxEpisodeSteps: null, returnThreshold: null });
  });

  it('hands the options to every environment it makes', () => {
    const seen: unknown[] = [];
    registerEnvironment('Corridor-v3', {
      create: (options) => {
        seen.push(options['width']);
        return new Corridor();
      },
    });
    createVectorEnvironment('Corridor-v3', { numEnvs: 2, options: { width: 3 } });
    makeEnvironment('Corridor-v3', { width: 3 });
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(new Set(seen)).toEqual(new Set([3]));
  });

  it('names the nearest id when one is unknown', () => {
    const error = errorWith('ERR_ENV_UNKNOWN', "got 'cartpole-v0'; the nearest is 'CartPole-v1'");
    expect(() => makeEnvironment('cartpole-v0')).toThrow(error);
    expect(() => environmentSpec('cartpole-v0')).toThrow(error);
    expect(() => createVectorEnvironment('cartpole-v0', { numEnvs: 1 })).toThrow(error);
  });

  it('refuses an id twice, a built-in one too', () => {
    registerEnvironment('Corridor-v4', { create });
    for (const id of ['Corridor-v4', 'CartPole-v1']) {
      expect(() => registerEnvironment(id, { create })).toThrow(errorWith('ERR_ENV_DUPLICATE', `'${id}'`));
    }
  });

  it.each([
    ['', { create }, 'ERR_ENV_CONTRACT', 'environment id'],
    ['../evil', { create }, 'ERR_ENV_CONTRACT', 'environment id'],
    ['..', { create }, 'ERR_ENV_CONTRACT', 'environment id'],
    [
      'Bad-v0',
      {},
      'ERR_ENV_CONTRACT',
      "registration of 'Bad-v0': expected a create(options) method, got undefined",
    ],
    ['Bad-v0', undefined, 'ERR_ENV_CONTRACT', "registration of 'Bad-v0'"],
    ['Bad-v0', { create, maxEpisodeSteps: 0 }, 'ERR_CONFIG', "maxEpisodeSteps of 'Bad-v0'"],
    ['Bad-v0', { create, returnThreshold: NaN }, 'ERR_CONFIG', "returnThreshold of 'Bad-v0'"],
    ['Bad-v0', { create, returnThreshold: '9' }, 'ERR_CONFIG', "returnThreshold of 'Bad-v0'"],
  ])('refuses to register %j as %j', (id, registration, code, message) => {
    const register = () => registerEnvironment(id, registration as EnvironmentRegistration);
    expect(register).toThrow(errorWith(code, message));
    expect(environmentIds()).not.toContain(id);
  });

  it('says which environment could not be made, and why', () => {
    const cause = new Error('no such map');
    registerEnvironment('Corridor-v5', {
      create: () => {
        throw cause;
      },
    });
    expect(() => environmentSpec('Corridor-v5')).toThrow(
      expect.objectContaining({
        code: 'ERR_ENV_CONTRACT',
        message: "create() of 'Corridor-v5': expected an environment, got an error: no such map",
        cause,
      }) as Error,
    );
  });
});
