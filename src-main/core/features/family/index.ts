export { createComingOfAge } from './coming-of-age'
