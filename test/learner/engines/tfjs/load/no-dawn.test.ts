import { describe, expect, it } from 'vitest';
import { explainDawn } from '../../../../../src/learner/engines/tfjs/load/no-dawn.js';

const thrown = (code: string, message: string): Error => Object.assign(new Error(message), { code });

function said(cause: unknown): string {
  const { wanted, got, fix } = explainDawn(cause)!;
  return `${wanted}, got ${got}; ${fix}`;
}

describe('explainDawn', () => {
  it('says for which platforms there is a binary where there is none', () => {
    const cause = thrown(
      'MODULE_NOT_FOUND',
      "Cannot find module '/app/dist/aix-ppc64/dawn.node'\nRequire stack:",
    );
    expect(said(cause)).toMatch(
      /^package webgpu to have a binary for \w+-\w+, got none; it has them for Linux/,
    );
  });

  it('says which systems are new enough for it', () => {
    const text = "/lib/libc.so.6: version `GLIBC_2.34' not found (required by /app/dawn.node)";
    expect(said(thrown('ERR_DLOPEN_FAILED', text))).toBe(
      `a system with GLIBC 2.34 for package webgpu, got an older one (${text}); Debian 12, Ubuntu 22.04 and later have it; use another engine`,
    );
  });

  it('hands on what the loader says otherwise', () => {
    const text = 'Error loading shared library ld-linux-x86-64.so.2: No such file or directory';
    expect(said(thrown('ERR_DLOPEN_FAILED', text))).toContain(`got ${text}; it needs glibc`);
  });

  it('leaves other errors to others', () => {
    expect(explainDawn(thrown('ERR_MODULE_NOT_FOUND', "Cannot find package 'webgpu'"))).toBeUndefined();
    expect(explainDawn('broken')).toBeUndefined();
  });
});
