import { HistoryKeeper } from '../history.js';
import type { RunDescription, RunHistory, RunMessage } from '../protocol.js';
import { Board } from './charts/board.js';
import { layOut, type Axis } from './charts/frame.js';
import { awaitDescription, fetchDescription, isSameRun } from './description.js';
import { byId } from './element.js';
import { EventList } from './event-list.js';
import { FigureRow } from './figure-row.js';
import { keyFiguresOf } from './key-figures.js';
import { Masthead } from './masthead.js';
import { LEAST_MILLISECONDS, Pace } from './pace.js';
import { startPlay } from './play/start-play.js';
import { RunStream } from './run-stream.js';
import { stateOf, type Connection } from './run-state.js';

/** About as wide as a chart is. */
const PIXELS_ACROSS = 800;

const masthead = new Masthead();
const board = new Board(byId('hero', HTMLElement), byId('axis', HTMLElement), byId('charts', HTMLElement));
const figures = new FigureRow(byId('figures', HTMLElement));
const events = new EventList(
  byId('events', HTMLElement),
  byId('no-events', HTMLElement),
  byId('announcement', HTMLElement),
);
// The theme is marked there; see theme.ts.
new MutationObserver(() => board.repaint()).observe(document.documentElement, {
  attributeFilter: ['data-theme'],
});

/** Before anything is heard of the run. */
function showUnreachable(): void {
  masthead.showState(stateOf(undefined, 'lost', null));
}

function showRun(description: RunDescription): void {
  const keeper = new HistoryKeeper();
  let connection: Connection = 'connecting';
  let isHeard = false;
  let axis: Axis = 'seconds';

  const showState = (): void => {
    const history = isHeard ? keeper.history : undefined;
    const state = stateOf(history, connection, description.targetReturn);
    masthead.showState(state);
    masthead.nameTab(description, keeper.history, state);
  };
  const showFigures = new Pace(() => {
    const { history } = keeper;
    masthead.showProgress(description, history);
    figures.show(keyFiguresOf(description, history));
  });
  const drawCharts = (): void => board.show(layOut(keeper.history, axis, description.targetReturn));
  const showCharts = new Pace(drawCharts, () => chartMilliseconds(keeper.history));

  const receive = (message: RunMessage): void => {
    isHeard = true;
    keeper.apply(message);
    events.receive(message);
    play.receive(message);
    showState();
    showFigures.request();
    showCharts.request();
  };
  const connected = (isConnected: boolean): void => {
    connection = isConnected ? 'open' : 'lost';
    showState();
    if (isConnected) void reloadForAnother(description);
  };

  masthead.describe(description);
  const play = startPlay({ section: byId('play', HTMLElement), description });
  for (const input of document.querySelectorAll<HTMLInputElement>('input[name=axis]')) {
    if (input.checked) axis = input.value as Axis;
    input.addEventListener('change', () => {
      axis = input.value as Axis;
      drawCharts();
    });
  }
  showState();
  figures.show(keyFiguresOf(description, keeper.history));
  new RunStream({ receive, connected });
}

/** The longer a run, the less a chart moves in a second: never so little that it would be drawn anew for less than a pixel. */
function chartMilliseconds({ readings, isLive }: RunHistory): number {
  const seconds = readings.at(-1)?.timeSeconds ?? 0;
  return isLive ? Math.max(LEAST_MILLISECONDS, (seconds * 1000) / PIXELS_ACROSS) : LEAST_MILLISECONDS;
}

/** A later run may have taken over the address while the connection was lost. */
async function reloadForAnother(shown: RunDescription): Promise<void> {
  const described = await fetchDescription();
  if (described && !isSameRun(shown, described)) location.reload();
}

showRun(await awaitDescription(showUnreachable));
