/** The labels of variants in their order; A is the message itself. */
export const variantLabels = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
