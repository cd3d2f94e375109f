/** Words of the memory that a sleeper shares with who wakes it, each on a line of its own. */
export const BELL = 0;
export const COUNT = 32;
export const STOP = 64;
export const SLEEPER_BYTES = 384;
