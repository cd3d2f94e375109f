import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeCheckout } from '../../bench/checkout.js';
import { readGovernor } from '../../bench/governor.js';
import { describeMachine, renderMachine } from '../../bench/machine.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { MACHINE } from './support/example-report.js';

const folder = temporaryFolder();

describe('describeMachine', () => {
  it('says what there is, in a form that JSON keeps', () => {
    const machine = describeMachine();
    expect(JSON.parse(JSON.stringify(machine))).toEqual(machine);
    expect(machine.cpu).not.toBe('');
    expect(machine.cores).toBeGreaterThan(0);
    expect(machine.memoryBytes).toBeGreaterThan(1e6);
    expect(machine.node).toBe(process.version);
    expect(machine.v8).toBe(process.versions.v8);
  });
});

describe('renderMachine', () => {
  const date = '2026-01-02T03:04:05.000Z';

  it('is two lines', () => {
    const machine = { ...MACHINE, governor: 'performance', dirty: true, loadAverage: 0.126 };
    expect(renderMachine(machine, date)).toBe(
      'A CPU, 16 cores, 64.0 GB, governor performance, load average 0.13\n' +
        `linux x64, Node v20.20.0 (V8 11.3), manyhands 0.1.0, commit abc1234 with changes, ${date}\n`,
    );
  });

  it('leaves out, or says of it, what is not known', () => {
    const machine = { ...MACHINE, cores: 1, commit: null, dirty: null, loadAverage: null };
    expect(renderMachine(machine, date)).toBe(
      `A CPU, 1 core, 64.0 GB, governor unknown\nlinux x64, Node v20.20.0 (V8 11.3), manyhands 0.1.0, ${date}\n`,
    );
  });
});

describe('readGovernor', () => {
  /** As sysfs lays it out, with one policy for each. */
  function policies(name: string, governors: readonly string[]): string {
    const root = join(folder, name);
    mkdirSync(root);
    writeFileSync(join(root, 'boost'), '1\n');
    governors.forEach((governor, i) => {
      mkdirSync(join(root, `policy${i}`));
      writeFileSync(join(root, `policy${i}`, 'scaling_governor'), `${governor}\n`);
    });
    return root;
  }

  it('is the one of all cores, or each of several', () => {
    expect(readGovernor(policies('one', ['powersave', 'powersave']))).toBe('powersave');
    expect(readGovernor(policies('two', ['schedutil', 'performance']))).toBe('performance, schedutil');
  });

  it('is null where the system does not tell', () => {
    expect(readGovernor(join(folder, 'nowhere'))).toBeNull();
    expect(readGovernor(policies('none', []))).toBeNull();
    mkdirSync(join(policies('damaged', []), 'policy0'));
    expect(readGovernor(join(folder, 'damaged'))).toBeNull();
  });
});

describe('describeCheckout', () => {
  it('has the commit of a repository at its root, and whether tracked files differ from it', () => {
    const root = join(folder, 'repository');
    mkdirSync(join(root, 'inside'), { recursive: true });
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    expect(describeCheckout(root)).toEqual({ commit: null, dirty: null });
    git('init');
    expect(describeCheckout(root)).toEqual({ commit: null, dirty: null });
    writeFileSync(join(root, 'file'), 'a');
    git('add', 'file');
    git('commit', '-m', 'message');
    const commit = git('rev-parse', '--short', 'HEAD').trim();
    writeFileSync(join(root, 'untracked'), 'a');
    expect(describeCheckout(root)).toEqual({ commit, dirty: false });
    writeFileSync(join(root, 'file'), 'b');
    expect(describeCheckout(root)).toEqual({ commit, dirty: true });
    // An installed package is no part of the project around it.
    expect(describeCheckout(join(root, 'inside'))).toEqual({ commit: null, dirty: null });
  });
});
