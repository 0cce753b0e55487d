export { createBirthDateChanged } from './birth-date-changed'
export { createComingOfAge } from './coming-of-age'
