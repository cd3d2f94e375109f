import { codeOf, firstLineOf, type Obstacle } from './cannot-run.js';

/** Why Dawn's native code, in npm's `webgpu`, did not load; undefined if it was not that. */
export function explainDawn(cause: unknown): Obstacle | undefined {
  const message = firstLineOf(cause);
  const platform = `${process.platform}-${process.arch}`;
  const another = 'use another engine';
  if (codeOf(cause) === 'MODULE_NOT_FOUND' && message.includes('dawn.node'))
    return {
      wanted: `package webgpu to have a binary for ${platform}`,
      got: 'none',
      fix: `it has them for Linux and Windows on x64 and arm64 and for macOS; ${another}`,
    };
  if (codeOf(cause) !== 'ERR_DLOPEN_FAILED') return undefined;
  const glibc = /GLIBC(?:XX)?_[\d.]+/.exec(message)?.[0];
  if (glibc !== undefined)
    return {
      wanted: `a system with ${glibc.replace('_', ' ')} for package webgpu`,
      got: `an older one (${message})`,
      fix: `Debian 12, Ubuntu 22.04 and later have it; ${another}`,
    };
  return {
    wanted: 'the binary of package webgpu to load',
    got: message,
    fix: `it needs glibc, which Alpine lacks; on other systems npm install webgpu may mend it`,
  };
}
