import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertingRules, recordingRules } from './support/rule-files.js';

const PAGE = 'docs/monitoring.md';
const page = readFileSync(PAGE, 'utf8');

/** Cells of the tables of the page. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** As GitHub makes them of headings. */
const anchors = new Set(
  [...page.matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  ),
);

describe('docs/monitoring.md', () => {
  it('has a section for every alert, where the alert points to', () => {
    for (const { alert, annotations } of alertingRules) {
      const [file, anchor] = annotations['runbook']!.split('#');
      expect(file).toBe(PAGE);
      expect(anchors, alert).toContain(anchor);
    }
  });

  it('lists every alert with its severity, and no other', () => {
    const listed = rows.flatMap(([name, severity]) => {
      const alert = /^\[(Manyhands\w+)\]/.exec(name!)?.[1];
      return alert === undefined ? [] : [{ alert, severity }];
    });
    expect(listed).toEqual(
      alertingRules.map(({ alert, labels }) => ({ alert, severity: labels['severity'] })),
    );
  });

  it('lists every recording rule, and no other', () => {
    const listed = rows.flatMap(([name]) => /^`((?:instance|run)\w*:[\w:]+)`$/.exec(name!)?.[1] ?? []);
    expect(listed).toEqual(recordingRules.map(({ record }) => record));
  });

  it('gives the limits of the policy lag as the rule has them', () => {
    const { expr } = recordingRules.find(({ record }) => record.endsWith(':limit'))!;
    const limits = [...expr.matchAll(/algorithm=~?"([^"]+)"\} \+ (\d+)/g)].map(([, names, limit]) => {
      return { algorithms: names!.split('|'), limit: Number(limit) };
    });
    const described = rows
      .slice(rows.findIndex(([name]) => name === 'algorithm') + 2)
      .slice(0, limits.length);
    expect(
      described.map(([names, limit]) => ({
        algorithms: [...names!.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!),
        limit: Number(limit!.replace(',', '')),
      })),
    ).toEqual(limits);
  });

  it('leads to places that exist', () => {
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!);
    for (const link of links.filter((target) => !target.startsWith('http'))) {
      const [file, anchor] = link.split('#');
      if (file === '') expect(anchors, link).toContain(anchor);
      else expect(existsSync(join(dirname(PAGE), file!)), link).toBe(true);
    }
  });

  it('names files that exist, apart from the token that is to be made', () => {
    const named = [...page.matchAll(/(?<![\w/])(?:deploy|grafana)\/[\w./*-]*\w/g)].map((match) => match[0]);
    expect(named.length).toBeGreaterThan(10);
    for (const name of named.filter((path) => path !== 'deploy/token')) {
      expect(existsSync(name.replace(/\/\*\.json$/, '')), name).toBe(true);
    }
  });
});
