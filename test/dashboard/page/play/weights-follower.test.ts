import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WeightsFollower } from '../../../../src/dashboard/page/play/weights-follower.js';

interface Asked {
  readonly path: string;
  readonly etag: string | undefined;
  readonly signal: AbortSignal;
  answer(response: Response): void;
  fail(error: Error): void;
}

/** Weights as the server sends them. */
function weights(version: number | string, values: readonly number[], etag = `"${version}"`): Response {
  const headers = { 'X-Policy-Version': String(version), ETag: etag };
  return new Response(Float32Array.from(values).buffer, { headers });
}
const notModified = (): Response => new Response(null, { status: 304 });

let asked: Asked[];
let heard: string[];
let follower: WeightsFollower;
/** Lets what was answered arrive, and time pass. */
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  heard = [];
  const fetch = (path: string, { headers, signal }: RequestInit = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const etag = (headers as Record<string, string>)['If-None-Match'];
      asked.push({ path, etag, signal: signal!, answer: resolve, fail: reject });
    });
  follower = new WeightsFollower(fetch, {
    onWeights: (version, parameters) => {
      if (parameters.length !== 2) throw new Error(`two numbers, not ${parameters.length}`);
      heard.push(`${version}: ${parameters.join()}`);
    },
    onTrouble: (trouble) => heard.push(trouble ?? 'fine'),
  });
  follower.isOn = true;
});
afterEach(() => {
  follower.dispose();
  vi.useRealTimers();
});

async function answer(response: Response): Promise<void> {
  asked.at(-1)!.answer(response);
  await pass(0);
}

describe('WeightsFollower', () => {
  it('asks for the newest weights at once, and hands them over', async () => {
    expect(asked.map(({ path }) => path)).toEqual(['/api/weights/newest']);
    await answer(weights(3, [1, 2]));
    expect(heard).toEqual(['3: 1,2', 'fine']);
    await pass(60_000);
    expect(asked).toHaveLength(1);
  });

  it('asks again when there may be others, two seconds after the answer before at the earliest', async () => {
    await answer(weights(3, [1, 2]));
    await pass(500);
    for (let i = 0; i < 5; i++) follower.refresh();
    await pass(1_499);
    expect(asked).toHaveLength(1);
    await pass(1);
    expect(asked).toHaveLength(2);
    await answer(weights(4, [3, 4]));
    await pass(10_000);
    follower.refresh();
    expect(asked).toHaveLength(3);
  });

  it('asks once more when it hears of others while an answer is under way', async () => {
    follower.refresh();
    expect(asked).toHaveLength(1);
    await answer(weights(3, [1, 2]));
    await pass(2_000);
    expect(asked).toHaveLength(2);
  });

  it('says which weights it has, and keeps them when there are no others', async () => {
    await answer(weights(3, [1, 2], '"abc"'));
    follower.refresh();
    await pass(2_000);
    expect(asked.at(-1)!.etag).toBe('"abc"');
    await answer(notModified());
    expect(heard).toEqual(['3: 1,2', 'fine', 'fine']);
  });

  it('says what is wrong and asks again, after 2, 4, 8, 16 and then 30 seconds', async () => {
    const gaps: number[] = [];
    for (let failures = 0; failures < 7; failures++) {
      asked.at(-1)!.fail(new Error('connection refused'));
      const before = asked.length;
      for (let seconds = 1; ; seconds++) {
        await pass(1_000);
        if (asked.length === before) continue;
        gaps.push(seconds);
        break;
      }
    }
    expect(gaps).toEqual([2, 4, 8, 16, 30, 30, 30]);
    expect(heard[0]).toBe('No weights: connection refused. Trying again.');
    await answer(weights(3, [1, 2]));
    expect(heard.slice(-2)).toEqual(['3: 1,2', 'fine']);
    follower.refresh();
    await pass(2_000);
    expect(asked).toHaveLength(9);
  });

  it.each([
    [404, 'newest', 'No weights: the run has none yet. Trying again.'],
    [404, 'best', 'No weights: the run has no best ones yet. Trying again.'],
    [404, '000512', "No weights: the run does not keep those of '000512' any more. Trying again."],
    [503, 'newest', 'No weights: the server answers 503. Trying again.'],
  ])('understands status %d for %s', async (status, id, line) => {
    follower.follow(id);
    await answer(new Response('', { status }));
    expect(heard).toEqual([line]);
  });

  it.each([
    ['of another size', weights(3, [1, 2, 3]), 'two numbers, not 3'],
    [
      'of no whole numbers',
      new Response(new ArrayBuffer(7), { headers: { 'X-Policy-Version': '3' } }),
      'weights: expected a multiple of 4 bytes, got 7',
    ],
    ['without a version', new Response(new ArrayBuffer(8)), 'X-Policy-Version: expected a version, got null'],
    ['with a strange version', weights('v3', [1, 2]), 'X-Policy-Version: expected a version, got v3'],
  ])('says so of weights %s, and waits for news of others', async (_, response, line) => {
    await answer(response);
    expect(heard).toEqual([line]);
    await pass(60_000);
    expect(asked).toHaveLength(1);
    follower.refresh();
    // What could not be used is not what it has.
    expect(asked.at(-1)!.etag).toBeUndefined();
  });

  it('turns to another policy at once, and lets go of the answer to come', async () => {
    await answer(weights(3, [1, 2]));
    follower.refresh();
    await pass(2_000);
    const late = asked.at(-1)!;
    follower.follow('a b/c');
    expect(late.signal.aborted).toBe(true);
    expect(asked.at(-1)).toMatchObject({ path: '/api/weights/a%20b%2Fc', etag: undefined });
    late.answer(weights(4, [7, 7]));
    await answer(weights(1, [5, 6]));
    expect(heard).toEqual(['3: 1,2', 'fine', '1: 5,6', 'fine']);
  });

  it('asks nothing while it is off, and for what it missed when it is on again', async () => {
    await answer(weights(3, [1, 2]));
    follower.isOn = false;
    follower.refresh();
    await pass(60_000);
    expect(asked).toHaveLength(1);
    follower.isOn = true;
    expect(asked).toHaveLength(2);
  });

  it('asks and says nothing any more once it is disposed of', async () => {
    const [first] = asked;
    follower.dispose();
    expect(first!.signal.aborted).toBe(true);
    first!.fail(new DOMException('aborted', 'AbortError'));
    follower.refresh();
    await pass(60_000);
    expect(asked).toHaveLength(1);
    expect(heard).toEqual([]);
  });
});
