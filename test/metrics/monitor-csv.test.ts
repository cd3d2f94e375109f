import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MonitorCsv } from '../../src/metrics/monitor-csv.js';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'manyhands-monitor-')), 'episodes.monitor.csv');
});
afterEach(() => {
  rmSync(join(path, '..'), { recursive: true });
});

const START = 1_700_000_000_250;
const content = () => readFileSync(path, 'utf8');

describe('MonitorCsv', () => {
  it('writes the format of Stable-Baselines3 to the byte', () => {
    let milliseconds = START;
    const file = new MonitorCsv(path, 'CartPole-v1', () => milliseconds);
    milliseconds += 1500;
    file.append(2, Float64Array.of(21, 1 / 3), Int32Array.of(21, 7));
    milliseconds += 500.125;
    file.append(1, [-0.00000049], [500]);
    file.close();
    expect(content()).toBe(
      '#{"t_start": 1700000000.25, "env_id": "CartPole-v1"}\nr,l,t\r\n' +
        '21.0,21,1.5\r\n0.333333,7,1.5\r\n0.0,500,2.000125\r\n',
    );
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
