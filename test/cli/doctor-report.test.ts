import { describe, expect, it } from 'vitest';
import { renderDiagnosis, type DoctorStyle } from '../../src/cli/doctor-report.js';
import type { Diagnosis } from '../../src/runtime/doctor/diagnose.js';

const PLAIN: DoctorStyle = {
  heading: (text) => text,
  note: (text) => text,
  ok: (text) => text,
  warning: (text) => text,
  bad: (text) => text,
};
const CPU = { name: 'A CPU', kind: 'cpu', isSoftware: false } as const;
const NOTHING = { loads: false, device: null, millisecondsPerUpdate: null } as const;
const FINE = { installed: true, loads: true, problem: null, fix: null } as const;

const DIAGNOSIS: Diagnosis = {
  ...{ ok: true, manyhands: '1.2.3', node: 'v22.1.0', platform: 'linux x64' },
  ...{ cpu: 'A CPU', cores: 2, memoryBytes: 8.3e9 },
  checks: [
    { name: 'Node.js', state: 'ok', detail: 'v22.1.0, from 20.19 on' },
    { name: 'runs folder', state: 'bad', detail: '/ cannot be written' },
    { name: 'page', state: 'note', detail: 'port 9464 is taken' },
  ],
  training: { algorithm: 'dqn', network: [4, 64, 64, 2], batchSize: 64 },
  engines: [
    { engine: 'simd', ...FINE, device: CPU, millisecondsPerUpdate: 0.051_23 },
    {
      ...{ engine: 'tensorflow-gpu', ...FINE, millisecondsPerUpdate: 0.25 },
      device: { name: 'NVIDIA A10', kind: 'gpu', isSoftware: false, memoryBytes: 24e9 },
    },
    {
      ...{ engine: 'tensorflow', installed: false, ...NOTHING },
      ...{ problem: 'not installed', fix: 'npm install @tensorflow/tfjs-node' },
    },
    {
      ...{ engine: 'webgpu', ...FINE, millisecondsPerUpdate: 1234.5 },
      device: { name: 'SwiftShader', kind: 'gpu', isSoftware: true },
    },
    {
      ...{ engine: 'tfjs-wasm', installed: true, ...NOTHING },
      ...{ problem: 'expected a module, got none; npm install it', fix: null },
    },
    {
      ...{ engine: 'tfjs-cpu', ...FINE, device: CPU, millisecondsPerUpdate: 12.3456 },
      ...{ problem: 'its process was ended by SIGABRT', fix: null },
    },
  ],
};

describe('renderDiagnosis', () => {
  it('has the machine, a line for each thing looked at, and a table of the engines with what to do', () => {
    expect(renderDiagnosis(DIAGNOSIS, PLAIN)).toBe(
      `manyhands 1.2.3, Node.js v22.1.0, linux x64
A CPU, 2 cores, 8.3 GB of memory

ok    Node.js      v22.1.0, from 20.19 on
bad   runs folder  / cannot be written
note  page         port 9464 is taken

engine          installed  loads  device                   memory  ms/update  updates/s  to do
simd            yes        yes    A CPU                         -     0.0512     19,520
tensorflow-gpu  yes        yes    NVIDIA A10              24.0 GB       0.25      4,000
tensorflow      no         no     -                             -          -          -  npm install @tensorflow/tfjs-node
webgpu          yes        yes    SwiftShader (software)        -       1235          1  install the GPU's driver: this is a program in its place
tfjs-wasm       yes        no     -                             -          -          -  expected a module, got none; npm install it
tfjs-cpu        yes        yes    A CPU                         -       12.3         81  its process was ended by SIGABRT
an update: dqn, network 4-64-64-2, a batch of 64

manyhands train runs here
`,
    );
  });

  it('has no table where there was nothing to try', () => {
    const text = renderDiagnosis({ ...DIAGNOSIS, ok: false, training: null, engines: [] }, PLAIN);
    expect(text).not.toContain('engine ');
    expect(text.trimEnd().split('\n').at(-1)).toBe('manyhands train does not run here');
  });

  it('marks what is good and bad where the terminal can', () => {
    const marked = { ...PLAIN, ok: (text: string) => `+${text}`, bad: (text: string) => `!${text}` };
    const text = renderDiagnosis({ ...DIAGNOSIS, ok: false }, marked);
    expect(text).toContain('\n+ok    Node.js ');
    expect(text).toContain('\n!bad   runs folder ');
    expect(text).toContain('\n!manyhands train does not run here');
  });
});
