/** Twice ten runs are in the suite, each as long as those of `npm run soak:sync`, which takes as many as one likes. */
export const STEPS = 500
export const SEEDS: readonly number[] = Array.from({ length: 10 }, (_, index) => index + 1)
