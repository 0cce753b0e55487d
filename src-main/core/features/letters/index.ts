export { createLetters, type Letters } from './letters'
export { withLetters } from './with-letters'
export type { LetterDependencies } from './letters.handlers'
