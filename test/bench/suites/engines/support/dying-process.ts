/** Dies of the first question, and says of what. */
process.once('message', () => {
  process.stderr.write('setting up\nout of memory\n', () => process.exit(7));
});
