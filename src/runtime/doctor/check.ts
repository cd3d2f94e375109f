/** Something that a run stands on, looked at. */
export interface Check {
  readonly name: string;
  /** `note`: a run copes without it. */
  readonly state: 'ok' | 'note' | 'bad';
  /** What there is; of what is not ok, what to do too. One line. */
  readonly detail: string;
}
