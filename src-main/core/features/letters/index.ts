export { createLetters, type Letters } from './letters'
export type { LetterDependencies } from './letters.handlers'
