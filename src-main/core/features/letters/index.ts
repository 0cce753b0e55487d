export { createLetters, type Letters } from './letters'
export { lettersToTheDead, type LettersToTheDead } from './deaths'
export { withLetters } from './with-letters'
export type { LetterDependencies } from './letters.handlers'
