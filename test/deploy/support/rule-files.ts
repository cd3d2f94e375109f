import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

export const RULE_FOLDER = resolve('deploy/prometheus/rules');

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface RuleFile<Rule> {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

const recording = readRules<RecordingRule>('recording.yaml');
const alerting = readRules<AlertingRule>('alerts.yaml');

export const recordingRules = recording.flatMap(({ rules }) => rules);
export const alertingRules = alerting.flatMap(({ rules }) => rules);

/** What is recorded first. */
export const GROUP_NAMES = [...recording, ...alerting].map(({ name }) => name);

function readRules<Rule>(file: string): RuleFile<Rule>['groups'] {
  return (parse(readFileSync(resolve(RULE_FOLDER, file), 'utf8')) as RuleFile<Rule>).groups;
}
