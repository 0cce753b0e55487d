export { waitingRoomHandlers, type WaitingRoomDependencies } from './waiting-room.handlers'
