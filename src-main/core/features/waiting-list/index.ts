export { createWaitingList, type WaitingList, type WaitingListDependencies } from './waiting-list'
