export { videoHandlers, type VideoDependencies } from './video.handlers'
