import { describe, expect, it } from 'vitest';
import { ALERT_SCENARIOS, labelsOf, type AlertScenario } from './support/alert-scenarios.js';
import { hasPromtool, promtool, testRules } from './support/promtool.js';
import { alertingRules, RULE_FOLDER, type AlertingRule } from './support/rule-files.js';
import { CALM_RUNS } from './support/calm-runs.js';

const promtoolIsHere = hasPromtool('what promtool says of the alerts');

const ruleOf = (name: string): AlertingRule => alertingRules.find(({ alert }) => alert === name)!;

/** The texts as Prometheus shows them; a value in them is as the scenario says. */
function textsOf(scenario: AlertScenario): Record<string, string> {
  const labels = labelsOf(scenario);
  const filled = (text: string) =>
    text
      .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? `(no ${label})`)
      .replaceAll(/\{\{ \$value\b[^}]*\}\}/g, scenario.value ?? '(no value)');
  const { annotations } = ruleOf(scenario.alert);
  return Object.fromEntries(Object.entries(annotations).map(([name, text]) => [name, filled(text)]));
}

describe.skipIf(!promtoolIsHere)('alerts', () => {
  it('pass promtool check rules', () => {
    const { status, output } = promtool(
      ...['check', 'rules', '--lint=all', '--lint-fatal', `${RULE_FOLDER}/alerts.yaml`],
    );
    expect(output).toContain(`SUCCESS: ${alertingRules.length} rules found`);
    expect(status).toBe(0);
  });

  it.each(ALERT_SCENARIOS.map((scenario) => [scenario.alert, scenario.claim, scenario] as const))(
    '%s fires when %s, and not before, and is silent when that is over',
    (alert, _, scenario) => {
      const { series, fires, resolves } = scenario;
      const [stillFires, isSilent] = resolves;
      const firing = {
        exp_labels: { ...ruleOf(alert).labels, ...labelsOf(scenario) },
        exp_annotations: textsOf(scenario),
      };
      const at = (seconds: number) => ({ eval_time: `${seconds}s`, alertname: alert });
      const isFiring = `count(ALERTS{alertname="${alert}", alertstate="firing"})`;
      expect(
        testRules(series, {
          alert_rule_test: [
            { ...at(fires - 15), exp_alerts: [] },
            { ...at(fires), exp_alerts: [firing] },
            { ...at(isSilent), exp_alerts: [] },
          ],
          promql_expr_test: [
            { expr: isFiring, eval_time: `${stillFires}s`, exp_samples: [{ labels: '{}', value: 1 }] },
            // And no other alert goes off with it.
            {
              expr: `count(count_over_time(ALERTS{alertname!="${alert}", alertstate="firing"}[1h]))`,
              eval_time: `${isSilent}s`,
              exp_samples: [],
            },
          ],
        }),
      ).toBe('SUCCESS');
    },
  );

  it.each(CALM_RUNS.map((run) => [run.claim, run] as const))('are silent for %s', (_, { series }) => {
    const expr = 'count by (alertname) (count_over_time(ALERTS{alertstate="firing"}[2h]))';
    expect(testRules(series, { promql_expr_test: [{ expr, eval_time: '2h', exp_samples: [] }] })).toBe(
      'SUCCESS',
    );
  });
});

describe('alerts', () => {
  it('each have a scenario', () => {
    const tested = new Set(ALERT_SCENARIOS.map(({ alert }) => alert));
    expect(tested).toEqual(new Set(alertingRules.map(({ alert }) => alert)));
  });

  it('each say how bad it is, what it is and what to do', () => {
    for (const { alert, labels, annotations } of alertingRules) {
      expect(['critical', 'warning', 'info'], alert).toContain(labels['severity']);
      expect(Object.keys(annotations), alert).toEqual(['summary', 'description', 'runbook']);
      expect(annotations['runbook'], alert).toBe(`docs/monitoring.md#${alert.toLowerCase()}`);
    }
  });
});
