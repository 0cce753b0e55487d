export { reschedulingHandlers, type ReschedulingDependencies } from './rescheduling.handlers'
