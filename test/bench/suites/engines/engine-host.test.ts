import { afterEach, describe, expect, it } from 'vitest';
import { EngineHost } from '../../../../bench/suites/engines/engine-host.js';

const hosts: EngineHost[] = [];

function start(entry?: URL): EngineHost {
  const host = new EngineHost('simd', entry);
  hosts.push(host);
  return host;
}

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.end();
});

describe('EngineHost', () => {
  it('is answered by its process, and told in one line what went wrong there', async () => {
    const host = start();
    expect(await host.ask('load', { engine: 'simd' })).toMatchObject({ isSoftware: false });
    await expect(host.ask('round', { updates: 1 })).rejects.toThrow(/^[^\n]+$/);
    expect(await host.ask('leave', {})).toBeNull();
  });

  it('says of what its process died, to whoever asks then and after', async () => {
    const host = start(new URL('./support/dying-process.js', import.meta.url));
    const why = 'its process ended with exit code 7: out of memory';
    await expect(host.ask('load', { engine: 'simd' })).rejects.toThrow(why);
    await expect(host.ask('leave', {})).rejects.toThrow(why);
    await host.end();
  });
});
