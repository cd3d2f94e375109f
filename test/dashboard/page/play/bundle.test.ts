import { brotliCompressSync } from 'node:zlib';
import { expect, it, describe } from 'vitest';
import { bundlePlay } from './support/bundle.js';

const MAX_BYTES = 25_000;

describe('the bundle of what is played', () => {
  it('is small, and holds nothing but our own code that needs no Node', async () => {
    const { code, modules, imports } = await bundlePlay();
    const bytes = brotliCompressSync(code).length;
    console.log(
      `Playing takes ${bytes} bytes of JavaScript (${code.length} before brotli), without the kernels.`,
    );
    expect(bytes).toBeLessThan(MAX_BYTES);
    expect(imports).toEqual([]);
    expect(modules.filter((path) => path.includes('node_modules'))).toEqual([]);
    expect(code).not.toMatch(/\bnode:|\bzod\b/i);
  });
});
