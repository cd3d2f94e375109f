import { defineConfig } from 'vitest/config';

// Tests run as compiled by `npm run build`: worker threads load the same files that ship.
export default defineConfig({
  test: {
    include: ['dist/test/**/*.test.js'],
    testTimeout: 60_000,
    pool: 'forks',
  },
});
