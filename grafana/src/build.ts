import { mkdirSync, writeFileSync } from 'node:fs';
import { dashboardFiles } from './dashboards.js';

// Writes grafana/dashboards/*.json; run as `npm run build:dashboards`.
const FOLDER = new URL('../../../grafana/dashboards/', import.meta.url);

mkdirSync(FOLDER, { recursive: true });
for (const [file, text] of dashboardFiles()) {
  writeFileSync(new URL(file, FOLDER), text);
  console.log(`grafana/dashboards/${file}`);
}
