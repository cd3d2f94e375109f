import type { ClassicTask } from '../../../../actors/envs/classic-task.js';
import type { Palette } from '../palette.js';

/** One moment of an episode, as it is drawn. */
export interface Moment {
  /** Between two steps of the environment. */
  readonly state: Float64Array;
  /** What the policy chose last in this episode. */
  readonly action: number | undefined;
  /** Of the latest nudge what is left to be seen: its strength, fading to 0. */
  readonly nudge: number;
  readonly isOver: boolean;
}

/** The stretch of a scene's world that its canvas must show, in the task's units. Up is up. */
export interface World {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** What a scene draws with. */
export interface Easel {
  /** Transformed to the scene's world. */
  readonly pen: CanvasRenderingContext2D;
  readonly palette: Palette;
  /** All that can be seen: the scene's world, and what the canvas shows beside it. */
  readonly view: World;
  /** Length of a pixel of CSS in the scene's world, for lines whose width is not the world's. */
  readonly pixel: number;
}

/** How a task looks and what it is called. */
export interface Scene {
  readonly task: ClassicTask;
  /** How fast it is played: `render_fps` of the task's metadata in Gymnasium 1.3.0. */
  readonly stepsPerSecond: number;
  readonly world: World;
  /** Elements of the state that are angles which jump by a turn. */
  readonly wrappedAngles: readonly number[];
  /** What the button and arrow key of either side do. */
  readonly nudges: Readonly<Record<Side, Nudge>>;
  /** A few words for those who do not see it. */
  describe(moment: Moment): string;
  draw(easel: Easel, moment: Moment): void;
}

export type Side = 'left' | 'right';

export interface Nudge {
  readonly label: string;
  /** For `ClassicVector.nudge`. */
  readonly strength: number;
}
