export { hashPassword } from './password'
export { sessionHandlers, type SessionDependencies } from './session.handlers'
export { saveUser, userHandlers, type UsersDependencies } from './users.handlers'
export { listActiveUsers } from './users.queries'
