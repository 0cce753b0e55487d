export { createWaitingList, type WaitingList } from './waiting-list'
export type { EntriesOfTheDead } from './deaths'
