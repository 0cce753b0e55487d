export { createMessaging, type Messaging, type MessagingDependencies } from './messaging'
export { OUTBOX_HELD_MARK } from './hold'
export { OperatorSms, type OperatorSmsSummary } from './operator-sms'
export { assignReply, openProblems, repliesToAnswer, type OpenProblem, type OpenReply } from './open-work'
