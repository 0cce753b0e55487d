import { mdiSeatOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'
import WaitingRoomPage from './WaitingRoomPage.vue'

export const routes: RouteRecordRaw[] = [
  {
    path: '/waiting-room',
    name: 'waiting-room',
    component: WaitingRoomPage,
    meta: { rail: { icon: mdiSeatOutline, titleKey: 'app.rail.waitingRoom', order: 20, badge: 'waiting' } }
  }
]
