/** Preloaded into every thread of a process: makes its last moment a long one. */
process.on('exit', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
});
