import { describe, expect, it } from 'vitest';
import { runsCsv } from '../../src/compare/runs-csv.js';
import { failed, record } from './support/records.js';

describe('runsCsv', () => {
  const [header, ...rows] = runsCsv([
    record({ contestant: 'dqn+algorithm.hidden=[8,8]', seed: 4 }),
    failed('it said "no"'),
  ])
    .trimEnd()
    .split('\n');

  it('has one row a run, its figures under their names', () => {
    expect(header).toMatch(
      /^environment,contestant,seed,outcome,env_steps,.*,max_rss_bytes,weights_sha256,run,error$/,
    );
    expect(rows[0]).toMatch(
      /^Cliff-v0,"dqn\+algorithm.hidden=\[8,8\]",4,solved,1100,10,50,1.5,0.2,1,1000,90,2,80,/,
    );
  });

  it('leaves cells of failed runs empty and quotes what needs it', () => {
    expect(rows[1]).toBe(`Cliff-v0,a,0,failed${','.repeat(16)}/runs/one,"it said ""no"""`);
  });
});
