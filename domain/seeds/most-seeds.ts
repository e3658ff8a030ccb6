/** The most addresses of a seed list: several at every provider that matters, and far from an audience. */
export const mostSeeds = 50;
