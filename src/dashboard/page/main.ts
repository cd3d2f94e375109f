import { HistoryKeeper } from '../history.js';
import type { RunDescription, RunMessage } from '../protocol.js';
import { Board } from './charts/board.js';
import { layOut, type Axis } from './charts/frame.js';
import { awaitDescription, fetchDescription, isSameRun } from './description.js';
import { byId } from './element.js';
import { EventList } from './event-list.js';
import { FigureRow } from './figure-row.js';
import { keyFiguresOf } from './key-figures.js';
import { Masthead } from './masthead.js';
import { Pace } from './pace.js';
import { startPlay } from './play/start-play.js';
import { RunStream } from './run-stream.js';
import { stateOf, type Connection } from './run-state.js';

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
  const pace = new Pace(() => {
    const { history } = keeper;
    masthead.showProgress(description, history);
    figures.show(keyFiguresOf(description, history));
    board.show(layOut(history, axis, description.targetReturn));
  });

  const receive = (message: RunMessage): void => {
    isHeard = true;
    keeper.apply(message);
    events.receive(message);
    play.receive(message);
    showState();
    pace.request();
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
      pace.request();
    });
  }
  showState();
  figures.show(keyFiguresOf(description, keeper.history));
  new RunStream({ receive, connected });
}

/** A later run may have taken over the address while the connection was lost. */
async function reloadForAnother(shown: RunDescription): Promise<void> {
  const described = await fetchDescription();
  if (described && !isSameRun(shown, described)) location.reload();
}

showRun(await awaitDescription(showUnreachable));
