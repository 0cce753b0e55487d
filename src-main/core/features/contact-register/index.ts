export { createRegister, type RegisterCheck } from './contact-register'
