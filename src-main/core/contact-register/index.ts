export {
  createContactRegister,
  MOST_AT_ONCE,
  type ContactRegister,
  type RegisterEntry
} from './contact-register'
export { readPrivateKey } from './private-key'
export { MASKINPORTEN_ISSUER, REGISTER_ADDRESS, type RegisterConfig } from './register-config'
