#!/usr/bin/env node
/** The command line. Each command is loaded when it is asked for, so that help and mistakes are answered at once. */
import { Command, CommanderError, Option } from 'commander';
import { FLAGS } from '../runtime/config/flags.js';
import { packageVersion } from '../shared/package-version.js';
import type { BenchOptions } from './bench-command.js';
import type { CompareOptions } from './compare-command.js';
import type { DoctorOptions } from './doctor-command.js';
import type { EvalOptions } from './eval-command.js';
import type { WatchOptions } from './watch-command.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_USAGE, exitCodeOf, reportError } from './errors.js';
import type { PlotOptions } from './plot-command.js';

const program = new Command('manyhands')
  .description('Many actors, one learner: deep reinforcement learning on worker threads.')
  .version(packageVersion())
  .exitOverride()
  // What follows a misspelt --token is as secret as if it were spelt right.
  .configureOutput({ outputError: (text, write) => write(text.replace(/'(--[^'=]+)=.*'/s, "'$1'")) })
  .showHelpAfterError('(see --help)');

const train = program
  .command('train')
  .description('train a policy; without options, DQN on CartPole-v1 until it is solved')
  .option('--preset <name>', 'start from the settings of presets/<name>.yaml')
  .option('--config <file>', 'read settings from a YAML file')
  .option(
    '--set <path=value>',
    'set anything, e.g. --set optimizer.learningRate=1e-3; can be repeated',
    collect,
    [],
  );
for (const { flag, path, help } of Object.values(FLAGS))
  train.addOption(new Option(flag, `${help} [${path}]`));
train
  .option('--json', 'print the result as one JSON object')
  .option('--quiet', 'no progress')
  .option('--watch', 'keep serving the page of the run when it is over, until Ctrl-C')
  .addHelpText('after', '\nExit code: 0 done, 1 target missed or run failed, 2 wrong usage, 130 interrupted.')
  .action(async (options: Record<string, unknown>) => {
    const { trainCommand } = await import('./train-command.js');
    process.exitCode = await trainCommand(options);
  });

program
  .command('eval')
  .description('play episodes with a trained policy, as its run was evaluated unless told otherwise')
  .argument('<path>', 'a run directory (its best checkpoint), or a checkpoint')
  .option('--episodes <count>', 'how many; default: as the run was evaluated')
  .option('--seed <integer>', 'of the episodes; default: as the run was evaluated')
  .option('--sampled', 'draw actions from a stochastic policy, as in training')
  .option('--no-sampled', 'take the most likely action')
  .option('--json', 'print the result as one JSON object')
  .action(async (path: string, options: EvalOptions) => {
    const { evalCommand } = await import('./eval-command.js');
    await evalCommand(path, options);
  });

program
  .command('watch')
  .description('serve the page of a run that is over, or that another process trains, until Ctrl-C')
  .argument('<run>', 'the directory of the run, or latest: the one that was begun last in runs/')
  .option('--port <port>', 'port of the page, 0: any free one; default: 9464, or any if that is taken')
  .option('--host <host>', 'what to listen on, with a token')
  .option('--token <token>', 'who asks must know it; better as MANYHANDS_METRICS__TOKEN')
  .option('--json', 'print the address as one JSON object')
  .action(async (run: string, options: WatchOptions) => {
    const { watchCommand } = await import('./watch-command.js');
    await watchCommand(run, options);
  });

program
  .command('compare')
  .description('train algorithms over several seeds and put what they need and reach side by side')
  .argument(
    '[contestants...]',
    'algorithms or presets, with settings of their own: dqn+algorithm.double=true; default: every algorithm that fits',
  )
  .option(
    '--env <id>',
    "environment to learn; can be repeated; default: the contestants' own, CartPole-v1",
    collect,
    [],
  )
  .option('--preset <name>', 'one more contestant, from presets/<name>.yaml; can be repeated', collect, [])
  .option('--seeds <count>', 'runs of each contestant', '10')
  .option('--first-seed <integer>', 'seed of the first of them; the others count up', '0')
  .option('--steps <count>', 'budget of environment steps of a run')
  .option('--target-return <return>', 'mean return that ends a run, threshold or none')
  .option('--eval-episodes <count>', 'episodes of an evaluation')
  .option('--set <path=value>', 'a setting for all contestants; can be repeated', collect, [])
  .option('--jobs <count>', 'runs at a time; above 1, seconds are not comparable', '1')
  .option('--out <directory>', 'where tables, charts and runs go; default: comparisons/<utc time>')
  .option('--json', 'print figures and runs as one JSON object')
  .option('--quiet', 'no progress')
  .addHelpText('after', '\nExit code: 0 done, 1 a run failed, 2 wrong usage, 130 interrupted.')
  .action(async (contestants: string[], options: CompareOptions) => {
    const { compareCommand } = await import('./compare-command.js');
    process.exitCode = await compareCommand(contestants, options);
  });

program
  .command('plot')
  .description('draw a run, learning curves of several, or the scaling of a benchmark, as SVG and PNG')
  .argument('<paths...>', 'run directories, folders of runs, comparisons, or files of manyhands bench --out')
  .option('--out <folder>', 'where all files go; default: beside what they show, plots for several paths')
  .option('--format <formats>', 'svg, png or both; default: svg,png')
  .option('--width <pixels>', 'of a drawing', '1000')
  .option('--scale <factor>', 'pixels of a PNG for each pixel of the drawing', '2')
  .addOption(new Option('--theme <theme>', 'ground').choices(['light', 'dark']).default('light'))
  .addOption(
    new Option(
      '--x <axis>',
      'against what; default: as is usual for each panel, and steps and seconds for curves',
    ).choices(['steps', 'seconds', 'episodes']),
  )
  .option(
    '--smooth <episodes>',
    'window of moving averages; default: of the training criterion, otherwise 50',
  )
  .option('--json', 'print the files as one JSON object')
  .addHelpText('after', '\nExit code: 0 done, 1 nothing to draw or a damaged run, 2 wrong usage.')
  .action(async (paths: string[], options: PlotOptions) => {
    const { plotCommand } = await import('./plot-command.js');
    process.exitCode = await plotCommand(paths, options);
  });

program
  .command('doctor')
  .description('look at what a run needs here, and try every engine: which run, on what, how fast')
  .option('--json', 'print what was found as one JSON object')
  .addHelpText('after', '\nExit code: 0 manyhands train runs here, 1 it does not, 2 wrong usage.')
  .action(async (options: DoctorOptions) => {
    const { doctorCommand } = await import('./doctor-command.js');
    process.exitCode = await doctorCommand(options);
  });

program
  .command('bench')
  .description('measure this machine, or compare what was measured')
  .argument('[suites...]', 'which; default: all')
  .option('--json', 'print the figures as one JSON object')
  .option('--quick', 'fewer and shorter rounds: the same figures, less sure of')
  .option('--out <file>', 'keep the figures in a new JSON file too')
  .option(
    '--compare <files...>',
    'measure nothing: two files of --out, or two folders of them, earlier one first',
  )
  .option(
    '--max-regression <percent>',
    'with --compare: exit code 1 if the whole interval of a figure lies beyond this loss',
  )
  .option('--engines <names>', 'learner: compare engines, such as simd,webgpu, or all, instead of algorithms')
  .option('--algo <names>', 'scaling: some of none (an idle learner), dqn, ppo, a2c, impala')
  .option('--mode <modes>', 'scaling: async, sync or both')
  .option('--lag <rounds>', "scaling: of sync mode, such as 0,1; default: the algorithm's own")
  .option('--actors <counts>', 'scaling: such as 1,2,4; default: powers of two up to the cores')
  .option('--envs <counts>', 'scaling: environments of one actor, such as 8,32,128')
  .option('--block-length <steps>', 'scaling: steps of an environment in a block, such as 8,32,128')
  .option('--rounds <count>', 'scaling: runs of each configuration')
  .option('--set <path=value>', 'scaling: a setting for all configurations; can be repeated', collect, [])
  .option('--markdown', 'scaling: tables as Markdown')
  .option(
    '--suggest [file]',
    'scaling: write the best configuration of one algorithm as a config file; default: suggested-<algo>.yaml',
  )
  .addHelpText('after', '\nExit code: 0 done, 1 a suite failed or a figure lost too much, 2 wrong usage.')
  .action(async (suites: string[], options: BenchOptions) => {
    const { benchCommand } = await import('./bench-command.js');
    process.exitCode = await benchCommand(suites, options);
  });

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

// A reader that has seen enough, such as head, ends the command; it is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT_DONE : EXIT_FAILED);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has already printed its message; help and version are no mistakes.
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  } else {
    reportError(error);
    process.exitCode = exitCodeOf(error);
  }
}
