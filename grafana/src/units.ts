/** Units of Grafana that are not in its table: large numbers shortened to thousands and millions, and the word after them. */
export const counted = (word: string): string => `count:${word}`;

/** The number as it is, and the word after it. */
export const suffixed = (word: string): string => `suffix: ${word}`;
