/** A package of npm or PyPI, one version of it and what it must hash to. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** npm: subresource integrity. PyPI: SHA-256 in hexadecimal. */
  readonly hash: string;
}

/** The sources of the addon, and the JavaScript that calls it. */
export const ADDON: Package = {
  name: '@tensorflow/tfjs-node',
  version: '4.22.0',
  hash: 'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
};

/** Headers of Node-API: those of Node itself are not part of every installation. */
export const HEADERS: Package = {
  name: 'node-api-headers',
  version: '1.9.0',
  hash: 'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
};

/**
 * TensorFlow's C library and its headers. The addon was written for 2.9.1, whose wheel has the C functions only inside of a Python
 * module; here they are a library of their own, and the functions that the addon calls are the same.
 */
export const LIBRARY: Package = {
  name: 'tensorflow-cpu',
  version: '2.12.1',
  hash: 'd05b8268da5bd87cf43d46da177e3b3ca39f2db0437e56c5e18351db4cde8679',
};

/** The wheel of {@link LIBRARY} that the hash is of. Its Python is never run. */
export const WHEEL = { platform: 'manylinux2014_x86_64', python: '3.10', abi: 'cp310' };

/** The version of Node-API that the addon is compiled for: the latest that it names, and Node 20's. */
export const NODE_API_VERSION = 8;
