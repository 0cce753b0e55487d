export {
  arrivalCodeHook,
  createWaitingRoom,
  type WaitingRoom,
  type WaitingRoomDependencies
} from './waiting-room'
export { assignArrivalCode } from './arrival-code'
export { arrivalCodeOf } from './arrival-code.queries'
export { arrived, isWaiting } from './waiting-room-steps.rules'
export { readDayFacts, type DayFacts } from './day-facts'
export { computedDelay, delayNow, delayStep, toldMinutes } from './delay.rules'
export { insertNotice, insertNoticeEntry, toldSteps } from './delay.queries'
