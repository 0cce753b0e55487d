export { hashPassword } from './password'
export { sessionHandlers, type SessionDependencies } from './session.handlers'
export { saveUser, userHandlers, type UsersDependencies } from './users.handlers'
export { findUser, listActiveUsers } from './users.queries'
