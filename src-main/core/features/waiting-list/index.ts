export { createWaitingList, type WaitingList } from './waiting-list'
