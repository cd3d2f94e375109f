import { diagnose } from '../runtime/doctor/diagnose.js';
import { colorsFor } from './colors.js';
import { renderDiagnosis } from './doctor-report.js';
import { EXIT_DONE, EXIT_FAILED } from './errors.js';
import { LiveBlock } from './terminal/live-block.js';

/** What commander parsed. */
export interface DoctorOptions {
  readonly json?: boolean;
}

/** `manyhands doctor`. @returns the exit code: 1 if no run can start here */
export async function doctorCommand({ json = false }: DoctorOptions): Promise<number> {
  const isLive = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  const live = isLive ? new LiveBlock(process.stderr) : undefined;
  try {
    const diagnosis = await diagnose((engine) => live?.draw([`trying engine ${engine}`]));
    live?.close();
    const { bold, dim, green, yellow, red } = colorsFor(process.stdout);
    const style = { heading: bold, note: dim, ok: green, warning: yellow, bad: red };
    process.stdout.write(json ? `${JSON.stringify(diagnosis)}\n` : renderDiagnosis(diagnosis, style));
    return diagnosis.ok ? EXIT_DONE : EXIT_FAILED;
  } finally {
    live?.close();
  }
}
