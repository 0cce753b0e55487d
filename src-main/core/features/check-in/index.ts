export { createCheckIn, type CheckIn, type CheckInDependencies } from './check-in'
