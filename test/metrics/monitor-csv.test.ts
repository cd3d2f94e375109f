import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MonitorCsv } from '../../src/metrics/monitor-csv.js';
import { writeSampleEpisodes } from './support/sample-episodes.js';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'manyhands-monitor-')), 'episodes.monitor.csv');
});
afterEach(() => {
  rmSync(join(path, '..'), { recursive: true });
});

/** What Stable-Baselines3 wrote, and what it read from that and from what we wrote; see record.py beside the files. */
const GOLDEN = 'test/golden/monitor';
const loaded = JSON.parse(readFileSync(join(GOLDEN, 'loaded.json'), 'utf8')) as {
  readonly files: Readonly<
    Record<string, Readonly<Record<'index' | 'r' | 'l' | 't' | 'timesteps', number[]>>>
  >;
};
const golden = (name: string) => ({
  bytes: readFileSync(join(GOLDEN, `${name}.monitor.csv`), 'utf8'),
  read: loaded.files[`${name}.monitor.csv`]!,
});

const START = 1_700_000_000_250;
const content = () => readFileSync(path, 'utf8');

describe('MonitorCsv beside Stable-Baselines3', () => {
  it.each([
    { name: 'cartpole', id: 'CartPole-v1' },
    { name: 'pendulum', id: 'Pendulum-v1' },
  ])('writes the same bytes for the same episodes: $name', ({ name, id }) => {
    const { bytes, read } = golden(name);
    let milliseconds = START;
    const file = new MonitorCsv(path, id, () => milliseconds);
    read.r.forEach((episodeReturn, i) => {
      // The loader's times have gone through a sum with the start time: of about a microsecond.
      milliseconds = START + Math.round(read.t[i]! * 1e6) / 1e3;
      file.append(1, [episodeReturn], [read.l[i]!]);
    });
    file.close();
    expect(content()).toBe(bytes);
  });

  it('goes on with a file of its Monitor', () => {
    const { bytes } = golden('cartpole');
    writeFileSync(path, bytes);
    const file = new MonitorCsv(path, 'CartPole-v1', () => START + 1000);
    file.append(1, [7], [7]);
    file.close();
    expect(content()).toBe(`${bytes}7.0,7,1.0\r\n`);
  });

  it('writes what its loader was seen to read, every episode in its place', () => {
    writeSampleEpisodes(path);
    const { bytes, read } = golden('manyhands');
    expect(content()).toBe(bytes);
    const rows = bytes
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',').map(Number) as [number, number, number]);
    expect(rows).toHaveLength(204);
    expect(read.index).toEqual(rows.map((_, i) => i));
    expect(read.r).toEqual(rows.map(([r]) => r));
    expect(read.l).toEqual(rows.map(([, l]) => l));
    // Unix time in a float64 is good to half a microsecond.
    read.t.forEach((t, i) => expect(t).toBeCloseTo(rows[i]![2], 6));
    expect(read.timesteps.at(-1)).toBe((204 * 205) / 2);
  });
});

describe('MonitorCsv', () => {
  it('writes the format of Stable-Baselines3 to the byte', () => {
    let milliseconds = START;
    const file = new MonitorCsv(path, 'CartPole-v1', () => milliseconds);
    milliseconds += 1500;
    expect(content()).toBe('#{"t_start": 1700000000.25, "env_id": "CartPole-v1"}\nr,l,t\r\n');
    file.append(2, Float64Array.of(21, 1 / 3), Int32Array.of(21, 7));
    milliseconds += 500.125;
    file.append(1, [-0.00000049], [500]);
    file.close();
    expect(content()).toBe(
      '#{"t_start": 1700000000.25, "env_id": "CartPole-v1"}\nr,l,t\r\n' +
        '21.0,21,0.75\r\n0.333333,7,1.5\r\n0.0,500,2.000125\r\n',
    );
  });

  it('spreads episodes over the time since those before, none at the same moment', () => {
    let milliseconds = START;
    const file = new MonitorCsv(path, 'x', () => milliseconds);
    for (let call = 0; call < 5; call++) {
      milliseconds += 50;
      file.append(1000, new Float64Array(1000), new Int32Array(1000));
    }
    file.close();
    const times = content()
      .split('\r\n')
      .slice(1, -1)
      .map((row) => Number(row.split(',')[2]));
    expect(times).toHaveLength(5000);
    expect(times.every((time, i) => time > (times[i - 1] ?? 0))).toBe(true);
    expect(times.at(-1)).toBe(0.25);
  });

  it('takes the first episodes of arrays that hold more, and none', () => {
    const file = new MonitorCsv(path, 'x', () => START);
    file.append(1, [5, 6], [1, 2]);
    file.append(0, [7], [3]);
    file.close();
    expect(content().split('\r\n').slice(1)).toEqual(['5.0,1,0.0', '']);
  });

  it('writes returns that are no numbers as Python does', () => {
    const file = new MonitorCsv(path, 'x', () => START);
    file.append(4, [NaN, Infinity, -Infinity, 1e22], [1, 2, 3, 4]);
    file.close();
    expect(content().split('\r\n').slice(1, 5)).toEqual([
      'nan,1,0.0',
      'inf,2,0.0',
      '-inf,3,0.0',
      '1e+22,4,0.0',
    ]);
  });

  it('keeps a name with quotes and line breaks on its line', () => {
    const id = 'my "env"\n';
    new MonitorCsv(path, id, () => START).close();
    const [first] = content().split('\n');
    expect(JSON.parse(first!.slice(1))).toEqual({ t_start: START / 1000, env_id: id });
    new MonitorCsv(path, id, () => START).close();
  });

  it('goes on after a torn row, on the clock of the header', () => {
    writeFileSync(path, '#{"t_start": 1700000000.25, "env_id": "x"}\nr,l,t\r\n1.0,1,0.5\r\n2.0,2');
    const file = new MonitorCsv(path, 'x', () => START + 10_000);
    file.append(1, [3], [3]);
    file.close();
    expect(content()).toBe(
      '#{"t_start": 1700000000.25, "env_id": "x"}\nr,l,t\r\n1.0,1,0.5\r\n3.0,3,10.0\r\n',
    );
  });

  it('starts over when the header itself was torn', () => {
    writeFileSync(path, '#{"t_start": 1600000000.0, "env_id": "x"}\nr,l');
    new MonitorCsv(path, 'x', () => START).close();
    expect(content()).toBe('#{"t_start": 1700000000.25, "env_id": "x"}\nr,l,t\r\n');
  });

  it('refuses a file that is something else', () => {
    writeFileSync(path, 'r,l,t\n1,2,3\n');
    expect(() => new MonitorCsv(path, 'x')).toThrow(
      expect.objectContaining({
        code: 'ERR_RUN_DIRECTORY',
        message: `${path}: expected a monitor file, got "r,l,t\\n1,2,3\\n"`,
      }),
    );
  });
});
