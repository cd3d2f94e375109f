import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from '../../src/metrics/crc32c.js';
import {
  TENSORBOARD_TAGS,
  TensorBoardWriter,
  type TensorBoardScalar,
} from '../../src/metrics/tensorboard.js';
import { frameRecord } from '../../src/metrics/tf-record.js';
import { sampleClock, sampleScalars } from './support/sample-scalars.js';

const goldenFile = readFileSync('test/golden/tensorboard/events.out.tfevents.1700000000.host.42.0');
/** What TensorBoard read from that file; see record.py beside it. */
const readByTensorBoard = JSON.parse(
  readFileSync('test/golden/tensorboard/read-by-tensorboard.json', 'utf8'),
) as {
  readonly events: readonly {
    readonly wallTime: number;
    readonly step: number;
    readonly fileVersion: string;
    readonly values: readonly (readonly [tag: string, value: number])[];
  }[];
  readonly scalars: Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manyhands-tb-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const onlyFile = (directory: string) => {
  const names = readdirSync(directory);
  expect(names).toHaveLength(1);
  return { name: names[0]!, bytes: readFileSync(join(directory, names[0]!)) };
};

describe('TensorBoardWriter', () => {
  it('writes the bytes that TensorBoard was seen to read', async () => {
    const writer = await TensorBoardWriter.create(join(folder, 'tb'), {
      now: sampleClock(),
      host: 'host',
      processId: 42,
    });
    for (const [step, scalars] of sampleScalars) writer.append(step, scalars);
    writer.close();
    const { name, bytes } = onlyFile(join(folder, 'tb'));
    expect(name).toMatch(/^events\.out\.tfevents\.1700000000\.host\.42\.\d+$/);
    expect(bytes.equals(goldenFile)).toBe(true);
  });

  it('means by them what TensorBoard read', () => {
    const { events, scalars } = readByTensorBoard;
    expect(events[0]).toEqual({
      wallTime: 1_700_000_000.5,
      step: 0,
      fileVersion: 'brain.Event:2',
      values: [],
    });
    expect(events.slice(1).map(({ step, values }) => ({ step, values }))).toEqual(
      sampleScalars.map(([step, written]) => ({
        step,
        values: Object.entries(written).map(([name, value]) => [
          TENSORBOARD_TAGS[name as TensorBoardScalar],
          Math.fround(value),
        ]),
      })),
    );
    expect(Object.keys(scalars).sort()).toEqual(Object.values(TENSORBOARD_TAGS).sort());
    expect(scalars['losses/td_loss']).toEqual([
      [0, 0],
      [3_000_000_000, Math.fround(1e-10)],
      [2 ** 40 + 1, -3.5],
    ]);
  });

  it('writes no record for nothing', async () => {
    const writer = await TensorBoardWriter.create(folder);
    writer.flush();
    const before = onlyFile(folder);
    expect(before.name).toContain(`.${hostname()}.${process.pid}.`);
    writer.append(5, {});
    writer.append(6, { entropy: NaN, tdLoss: NaN });
    writer.close();
    expect(onlyFile(folder).bytes).toEqual(before.bytes);
  });

  it('gives two files of one second two names', async () => {
    for (let i = 0; i < 2; i++) (await TensorBoardWriter.create(folder, { now: () => 0 })).close();
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('refuses a folder that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(TensorBoardWriter.create(join(folder, 'file'))).rejects.toMatchObject({
      code: 'ERR_RUN_DIRECTORY',
    });
  });
});

describe('frameRecord', () => {
  it('puts the length and both checks around the data', () => {
    const data = Buffer.from('123456789');
    const record = Buffer.from(frameRecord(data));
    expect(record).toHaveLength(8 + 4 + 9 + 4);
    expect(record.readBigUInt64LE(0)).toBe(9n);
    expect(record.readUInt32LE(8)).toBe(maskedCrc32c(record.subarray(0, 8)));
    expect(record.subarray(12, 21)).toEqual(data);
    expect(record.readUInt32LE(21)).toBe(maskedCrc32c(data));
  });
});

describe('crc32c', () => {
  it('has the check value of the catalogue, and of RFC 3720 appendix B.4', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(new Uint8Array(0))).toBe(0);
  });
});
