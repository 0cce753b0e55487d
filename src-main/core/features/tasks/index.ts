export type { ContactTasks } from './contact-tasks'
export { createTasks, type Tasks } from './tasks'
export { videoFollowUp } from './video-follow-up'
export type { FollowUp } from './follow-up'
