export { createTasks, type Tasks } from './tasks'
export type { FollowUp } from './follow-up'
