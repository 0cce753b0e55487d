export { createPortal, type Portal, type PortalDependencies } from './portal'
