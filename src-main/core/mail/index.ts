export { isLoopback, trustedAuthorities, type SmtpServer } from './smtp-server'
export { SmtpSession, type MailOutcome, type SessionOptions } from './smtp-session'
export { tryMail } from './try-mail'
export type { Mail } from './mail-message'
