import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const QUERY = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'];
/** Waking a GPU that sleeps can take seconds. */
const TIMEOUT_MILLISECONDS = 10_000;
const MEBIBYTE = 2 ** 20;

/** A GPU as NVIDIA's driver knows it. */
export interface NvidiaGpu {
  readonly name: string;
  /** `undefined` where it shares that of the machine. */
  readonly memoryBytes: number | undefined;
}

/** The GPUs that NVIDIA's driver knows, by its program `nvidia-smi`; none where that is not there or fails. */
async function nvidiaGpus(): Promise<readonly NvidiaGpu[]> {
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', QUERY, { timeout: TIMEOUT_MILLISECONDS });
    return stdout.split('\n').flatMap(parse);
  } catch {
    return [];
  }
}

/** The GPU that there is, or that all are like: which of several is used, nobody says. */
export async function nvidiaGpu(): Promise<NvidiaGpu | undefined> {
  const [first, ...others] = await nvidiaGpus();
  const isLikeFirst = ({ name, memoryBytes }: NvidiaGpu): boolean =>
    name === first?.name && memoryBytes === first.memoryBytes;
  return others.every(isLikeFirst) ? first : undefined;
}

function parse(line: string): NvidiaGpu[] {
  const [, name, memory] = /^(.+), *([^,]+)$/.exec(line.trim()) ?? [];
  if (name === undefined) return [];
  const mebibytes = Number(memory);
  return [{ name, memoryBytes: mebibytes > 0 ? mebibytes * MEBIBYTE : undefined }];
}
