/** Draws on its standard output, again and again, and ends as it is told. */
import { LiveBlock } from '../../../src/cli/terminal/live-block.js';

const block = new LiveBlock(process.stdout);
block.draw(['a line']);
const how = process.argv[2];
if (how === 'exit') process.exit(3);
if (how === 'throw') throw new Error('on purpose');
let frame = 0;
setInterval(() => block.draw([`frame ${frame++}`]), 20);
