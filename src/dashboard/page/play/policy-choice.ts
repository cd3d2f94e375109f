import type { Incident, PolicyId } from '../../protocol.js';
import { element } from './element.js';

/** The list of policies to choose from: the newest, the best, and one for every checkpoint, so that early ones can be seen to fail. */
export class PolicyChoice {
  readonly #checkpoints = element('optgroup', { label: 'Checkpoints' });

  constructor(
    private readonly select: HTMLSelectElement,
    onChoice: (id: PolicyId) => void,
  ) {
    select.append(
      element('option', { value: 'newest' }, 'Newest'),
      element('option', { value: 'best' }, 'Best so far'),
      this.#checkpoints,
    );
    this.#checkpoints.hidden = true;
    select.addEventListener('change', () => onChoice(select.value));
  }

  /** Adds a checkpoint, if that is what happened and it is not there yet. */
  add(incident: Incident): void {
    if (incident.kind !== 'checkpoint') return;
    const { checkpoint, envSteps } = incident;
    const options = [...this.#checkpoints.children] as HTMLOptionElement[];
    if (options.some(({ value }) => value === checkpoint)) return;
    const text = `After ${envSteps.toLocaleString('en-US')} steps`;
    this.#checkpoints.append(element('option', { value: checkpoint }, text));
    this.#checkpoints.hidden = false;
  }
}
