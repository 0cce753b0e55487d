export { createDeaths, type Deaths } from './deaths'
