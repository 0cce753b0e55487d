export { createDuplicates, type Duplicates } from './duplicates'
export { withOpenPairs } from './pairs.queries'
