import { AppendFile } from '../../../src/metrics/append-file.js';

// Appends numbered lines without end.
const [path, writer] = process.argv.slice(2) as [string, string];
const { file, isNew } = AppendFile.openLines(path, 1, () => undefined);
if (isNew) file.append('header\n');
for (let i = 0; ; i++) file.append(`${writer},${i},${'x'.repeat(i % 50)}\n`);
