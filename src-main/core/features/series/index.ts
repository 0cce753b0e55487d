export { createSeries, type SeriesDependencies } from './series'
