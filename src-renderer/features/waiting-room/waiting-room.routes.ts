import { mdiSeatOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/waiting-room',
    name: 'waiting-room',
    component: () => import('./WaitingRoomPage.vue'),
    meta: { rail: { icon: mdiSeatOutline, titleKey: 'app.rail.waitingRoom', order: 20, badge: 'waiting' } }
  }
]
