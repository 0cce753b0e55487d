export { feeHandlers, type FeesDependencies } from './fees.handlers'
